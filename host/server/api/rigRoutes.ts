import { z } from 'zod';
import { rigSchema } from '../../../core/calibration/rig.ts';
import { rigBaselineSchema } from '../../../core/rigCheck/baseline.ts';
import {
  driverListingSchema,
  knownRigSchema,
  preflightSchema,
  rigListingSchema,
  rigProblemSchema,
  testedRateSchema,
} from './answerSchemas.ts';
import { jsonRoute, type Route } from './route.ts';

const tag = 'rigs';
const pathParameters = z.strictObject({
  rigId: z.string().min(1).max(200).describe('percent-encoded: sim%3Astudio-384%2Fhpa-1'),
});
const listed = ({ rigId }: { readonly rigId: string }) => ({ kind: 'listed', id: rigId }) as const;

/** Devices, and rigs: what plays here plays in loopback, within the rig's limits. */
export const rigRoutes: readonly Route[] = [
  jsonRoute({
    method: 'GET',
    path: '/devices',
    operationId: 'listDevices',
    summary: 'The audio devices of this machine',
    tag,
    result: z.array(driverListingSchema),
    description: 'one entry for each driver',
    call: ({ calls }) => calls.devices(),
  }),
  jsonRoute({
    method: 'GET',
    path: '/rigs',
    operationId: 'listRigs',
    summary: 'The simulated benches and the saved rigs',
    tag,
    result: z.array(rigListingSchema),
    description: 'the simulated ones first',
    call: ({ calls }) => calls.rigs(),
  }),
  jsonRoute({
    method: 'POST',
    path: '/rigs/check',
    operationId: 'checkRig',
    summary: 'What of a rig, as it stands, cannot be',
    tag,
    body: z.looseObject({}).describe('a rig, as far as it is known'),
    result: z.array(rigProblemSchema),
    description: 'empty where it can be saved',
    call: ({ calls }, { body }) => calls.checkRig(body),
  }),
  jsonRoute({
    method: 'GET',
    path: '/rigs/{rigId}',
    operationId: 'readRig',
    summary: 'A rig with its baseline',
    tag,
    pathParameters,
    result: knownRigSchema,
    description: 'the rig and what is known of it',
    call: ({ calls }, { path }) => calls.readRig(listed(path)),
  }),
  jsonRoute({
    method: 'PUT',
    path: '/rigs',
    operationId: 'saveRig',
    summary: 'Save a rig under its id, in place of one that has it',
    tag,
    access: 'control',
    body: rigSchema,
    result: z.null(),
    description: 'it is saved',
    call: ({ calls }, { body }) => calls.saveRig(body),
  }),
  jsonRoute({
    method: 'GET',
    path: '/rigs/{rigId}/devices',
    operationId: 'listRigDevices',
    summary: "The devices behind a rig: this machine's, or the simulated bench's own",
    tag,
    pathParameters,
    result: driverListingSchema,
    description: 'the devices',
    call: ({ calls }, { path }) => calls.rigDevices(listed(path)),
  }),
  jsonRoute({
    method: 'GET',
    path: '/rigs/{rigId}/rates',
    operationId: 'testRates',
    summary: 'The usual sampling rates, each tested without playing',
    tag,
    pathParameters,
    result: z.array(testedRateSchema),
    description: 'each rate with the refusal of its driver, where there is one',
    call: ({ calls }, { path }) => calls.testRates(listed(path)),
  }),
  jsonRoute({
    method: 'POST',
    path: '/rigs/{rigId}/preflight',
    operationId: 'preflight',
    summary: 'Play a few seconds in loopback and say what would spoil every figure',
    tag,
    access: 'control',
    pathParameters,
    result: preflightSchema,
    description: 'what was found, when it has been played',
    call: ({ calls }, { path }) => calls.preflight(listed(path)),
  }),
  jsonRoute({
    method: 'POST',
    path: '/rigs/{rigId}/baseline',
    operationId: 'measureBaseline',
    summary: 'Measure the rig itself in loopback and keep it with the rig',
    tag,
    access: 'control',
    pathParameters,
    result: rigBaselineSchema,
    description: 'the baseline, when it has been measured',
    call: ({ calls }, { path }) => calls.measureBaseline(listed(path)),
  }),
];
