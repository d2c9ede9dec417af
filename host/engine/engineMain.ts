import { runVerification } from '../../core/run/runVerification.ts';
import { createLocalEngine } from './localEngine.ts';
import { openBench } from './openBench.ts';
import { serveEngine } from './serveEngine.ts';

// The engine process: the only one that touches audio devices, captures and the run folder. It may be killed at any time.
serveEngine(createLocalEngine({ procedure: runVerification, openBench }));
