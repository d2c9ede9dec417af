import type { Rig } from '../../core/calibration/rig.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { acquire, UNKNOWN_BENCH, type KnownBench } from '../../core/run/acquire.ts';
import { createBenchContext } from '../../core/run/context.ts';
import { createRandom } from '../../core/signal/random.ts';
import type { AcquisitionEngine, AcquisitionRequest } from '../../electron/ipc/acquisition.ts';
import { wiringOf } from './benchWiring.ts';
import type { OpenedBench } from './runDesk.ts';
import { performTakes } from './performTakes.ts';

/** A hand may have turned a volume knob meanwhile: what was known of a DUT is no longer. */
const KNOWN_FOR_MS = 30_000;

interface AcquisitionDeskParts {
  readonly openBench: (rig: Rig) => Promise<OpenedBench>;
  /** @throws AmpbenchError where something else plays */
  readonly requireFree: () => void;
  /** Milliseconds, of a clock that never goes back. */
  readonly now: () => number;
}

/** Where acquisitions happen, one at a time. */
export class AcquisitionDesk implements AcquisitionEngine {
  readonly #parts: AcquisitionDeskParts;
  #playing: { readonly cancel: AbortController; readonly settled: Promise<unknown> } | null = null;
  #known = { what: '', until: -Infinity, bench: UNKNOWN_BENCH };
  #takes = 0;

  constructor(parts: AcquisitionDeskParts) {
    this.#parts = parts;
  }

  /** @throws AmpbenchError `usage/run-in-progress` while an acquisition plays */
  requireIdle(): void {
    if (this.#playing === null) return;
    throw new AmpbenchError(
      'usage',
      'run-in-progress',
      'an acquisition is under way; one plays at a time',
      {},
      'cancel it, or wait until it ends',
    );
  }

  acquire: AcquisitionEngine['acquire'] = async (request) => {
    this.requireIdle();
    this.#parts.requireFree();
    const cancel = new AbortController();
    const acquired = this.#acquire(request, cancel.signal);
    const settled = acquired.catch(() => undefined);
    this.#playing = { cancel, settled };
    try {
      return await acquired;
    } finally {
      this.#playing = null;
    }
  };

  cancelAcquisition: AcquisitionEngine['cancelAcquisition'] = async () => {
    const playing = this.#playing;
    playing?.cancel.abort();
    await playing?.settled;
  };

  async #acquire({ rig, path, loadOhms, stimulus }: AcquisitionRequest, cancel: AbortSignal): Promise<Float64Array[]> {
    const wiring = wiringOf(rig, { path, loadOhms }, 'an acquisition');
    const what = JSON.stringify([rig.id, rig.sampleRateHz, path, loadOhms]);
    const known = this.#recall(what);
    const bench = await this.#parts.openBench(rig);
    try {
      bench.wire(wiring);
      const context = createBenchContext(rig, createRandom(this.#takes));
      const procedure = acquire(context, wiring, known, stimulus);
      const acquisition = await performTakes(procedure, rig, bench, cancel, this.#takes);
      this.#takes += context.captures.length;
      const damage = acquisition.findings.filter(({ damaging }) => damaging).map(({ text }) => text);
      if (damage.length > 0)
        throw new AmpbenchError('device', 'capture-damaged', damage.join('; '), { findings: damage.length });
      this.#known = { what, until: this.#parts.now() + KNOWN_FOR_MS, bench: acquisition.known };
      return [...acquisition.channels];
    } catch (error) {
      this.#known = { ...this.#known, until: -Infinity };
      throw error;
    } finally {
      await bench.close();
    }
  }

  #recall(what: string): KnownBench {
    return this.#known.what === what && this.#parts.now() < this.#known.until ? this.#known.bench : UNKNOWN_BENCH;
  }
}
