import { workerData } from 'node:worker_threads';
import { beginProcedure } from './procedureCall.ts';
import type { ProcedureCall } from './procedureCall.ts';
import { serveProcedure } from './serveProcedure.ts';

serveProcedure(beginProcedure(workerData as ProcedureCall));
