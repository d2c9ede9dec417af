import { dirname, relative, resolve, sep } from 'node:path';

/**
 * What each top folder may import, as path beginnings from the root. `types` names what may be imported by `import type` only.
 * The arrows are those of the design: core stands alone; host builds on core and native; the shells on host; the page on none.
 */
const ARROWS = {
  core: { values: ['core/'], types: [], packages: ['zod', 'yaml', 'fft.js'] },
  native: { values: ['native/', 'core/errors.ts'], types: ['core/'], packages: ['node:'] },
  host: { values: ['host/', 'core/', 'native/index.ts', 'electron/ipc/'], types: [], packages: null },
  cli: { values: ['cli/', 'host/', 'core/', 'electron/ipc/'], types: [], packages: null },
  'electron/main': { values: ['electron/main/', 'electron/ipc/', 'host/', 'core/'], types: [], packages: null },
  'electron/preload': { values: ['electron/ipc/'], types: [], packages: ['electron'] },
  'electron/ipc': { values: ['electron/ipc/', 'core/'], types: [], packages: ['zod'] },
  renderer: {
    values: ['renderer/', 'core/units/', 'core/report/'],
    types: ['core/', 'electron/ipc/'],
    packages: [
      ...['react', 'react-dom', 'birpc', 'chart.js', '@mantine/core', '@mantine/hooks'],
      ...['@fontsource-variable/inter', '@fontsource-variable/jetbrains-mono'],
      ...['vite', '@vitejs/plugin-react', 'node:'],
    ],
  },
};

function folderOf(path) {
  const first = path.split('/')[0];
  return first === 'electron' ? path.split('/').slice(0, 2).join('/') : first;
}

function packageAllowed(packages, name) {
  return (
    packages === null ||
    packages.some((allowed) => name === allowed || name.startsWith(allowed.endsWith(':') ? allowed : `${allowed}/`))
  );
}

/** ESLint rule: an import that goes against the arrows of the design is an error. */
export const importArrows = {
  meta: {
    type: 'problem',
    schema: [
      { type: 'object', properties: { root: { type: 'string' } }, required: ['root'], additionalProperties: false },
    ],
    messages: {
      folder: '{{from}} must not import {{to}}: the arrows of the design forbid it',
      typeOnly: '{{from}} may import {{to}} only with "import type"',
      package: '{{from}} must not use the package "{{to}}"',
    },
  },
  create(context) {
    const { root } = context.options[0];
    const file = relative(root, context.filename).split(sep).join('/');
    const from = folderOf(file);
    const arrows = ARROWS[from];
    if (arrows === undefined) return {};
    const check = (node, source, isType) => {
      if (typeof source !== 'string') return;
      if (!source.startsWith('.')) {
        if (!packageAllowed(arrows.packages, source))
          context.report({ node, messageId: 'package', data: { from, to: source } });
        return;
      }
      const to = relative(root, resolve(dirname(context.filename), source))
        .split(sep)
        .join('/');
      if (arrows.values.some((beginning) => to.startsWith(beginning))) return;
      if (arrows.types.some((beginning) => to.startsWith(beginning))) {
        if (!isType) context.report({ node, messageId: 'typeOnly', data: { from, to } });
        return;
      }
      context.report({ node, messageId: 'folder', data: { from, to } });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value, node.importKind === 'type'),
      ExportNamedDeclaration: (node) => node.source && check(node, node.source.value, node.exportKind === 'type'),
      ExportAllDeclaration: (node) => check(node, node.source.value, node.exportKind === 'type'),
      ImportExpression: (node) => check(node, node.source.value, false),
      TSImportType: (node) => check(node, node.source?.value ?? node.argument?.literal?.value, true),
    };
  },
};
