#!/usr/bin/env node
// The `ampbench` command of an installed package: the same door as `npm run ampbench`.
process.argv.splice(2, 0, 'ampbench');
await import('./run.mjs');
