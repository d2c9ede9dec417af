import { kernelBytes } from './kernelBytes.ts';

/** What the kernel needs of the platform's WebAssembly; `core` is compiled without the library that declares it. */
interface WasmMemory {
  readonly buffer: ArrayBuffer;
}
interface WasmPlatform {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (pages: { initial: number; maximum: number }) => WasmMemory;
  readonly Instance: new (module: object, imports: { env: { memory: WasmMemory } }) => { readonly exports: object };
}

/** The functions of `assembly/index.ts`; offsets in bytes, `layout` where the words of `assembly/layout.ts` stand. */
export interface KernelFunctions {
  forward(layout: number, samples: number, other: number): number;
  forwardPower(layout: number, samples: number, other: number, scale: number): number;
  inverse(layout: number, bins: number, other: number): number;
  productBins(layout: number, product: number, samples: number): void;
  productFactors(layout: number, product: number, bins: number): void;
  productForward(layout: number, product: number, samples: number): void;
  productBack(layout: number, samples: number): void;
  halve(filter: number, threes: number, first: number, second: number, pairs: number): void;
}

const PAGE_BYTES = 65_536;

function compile(): { platform: WasmPlatform; module: object } | null {
  const found: unknown = Reflect.get(globalThis, 'WebAssembly');
  const platform = found as WasmPlatform | undefined;
  // Without the vector instructions the bytes are not valid; a page's policy may forbid compiling
  if (platform === undefined || !platform.validate(kernelBytes)) return null;
  try {
    return { platform, module: new platform.Module(kernelBytes) };
  } catch {
    return null;
  }
}

let compiled: ReturnType<typeof compile> | undefined;

/** The kernel over memory of its own; null where WebAssembly with vector instructions is not to be had. */
export function instantiateKernel(bytes: number): { functions: KernelFunctions; buffer: ArrayBuffer } | null {
  compiled ??= compile();
  if (compiled === null) return null;
  const { platform, module } = compiled;
  const pages = Math.ceil(bytes / PAGE_BYTES);
  const memory = new platform.Memory({ initial: pages, maximum: pages });
  const { exports } = new platform.Instance(module, { env: { memory } });
  return { functions: exports as KernelFunctions, buffer: memory.buffer };
}
