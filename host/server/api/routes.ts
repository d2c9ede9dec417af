import { z } from 'zod';
import { outcomeOf } from '../../engine/protocol.ts';
import { captureRoutes } from './captureRoutes.ts';
import { openApiDocument } from './openApi.ts';
import { planRoutes } from './planRoutes.ts';
import { rigRoutes } from './rigRoutes.ts';
import { jsonRoute, type Route } from './route.ts';
import { runRoutes } from './runRoutes.ts';
import { systemRoutes } from './systemRoutes.ts';

let document: ReturnType<typeof openApiDocument> | null = null;

/** Every call of the API. */
export const routes: readonly Route[] = [
  ...systemRoutes,
  jsonRoute({
    method: 'GET',
    path: '/openapi.json',
    operationId: 'readDocument',
    summary: 'This document',
    tag: 'bench',
    result: z.looseObject({ openapi: z.literal('3.1.0') }),
    description: 'OpenAPI 3.1',
    call: () => outcomeOf(() => Promise.resolve((document ??= openApiDocument(routes)))),
  }),
  ...rigRoutes,
  ...planRoutes,
  ...runRoutes,
  ...captureRoutes,
];
