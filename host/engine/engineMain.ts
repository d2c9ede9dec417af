import { createLocalEngine } from './localEngine.ts';
import { serveEngine } from './serveEngine.ts';

// The engine process: the only one that touches audio devices, captures and the run folder. It may be killed at any time.
serveEngine(createLocalEngine());
