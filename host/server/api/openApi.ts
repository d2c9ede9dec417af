import { z } from 'zod';
import { rigSchema } from '../../../core/calibration/rig.ts';
import { figureSchema } from '../../../core/result/figureSchema.ts';
import { measurementResultSchema } from '../../../core/result/measurementResultSchema.ts';
import { verificationSchema } from '../../../core/result/verificationSchema.ts';
import { rigBaselineSchema } from '../../../core/rigCheck/baseline.ts';
import {
  cardSchema,
  claimVerdictSchema,
  driverListingSchema,
  errorSchema,
  knownRigSchema,
  noteSchema,
  plannedRunSchema,
  preflightSchema,
  promptSchema,
  runListingSchema,
  storedRunSchema,
  wiringSchema,
} from './answerSchemas.ts';
import { cardRefSchema, promptAnswerSchema } from '../../../electron/ipc/contract.ts';
import { rigRefSchema } from '../../../electron/ipc/rigRef.ts';
import { eventSchema } from './eventSchema.ts';
import type { Route } from './route.ts';

/** Where the API lies; a change that would break a client gets a new one. */
export const API_PATH = '/api/v1';

/** Schemas that stand by name in the document. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  Error: errorSchema,
  Rig: rigSchema,
  RigBaseline: rigBaselineSchema,
  KnownRig: knownRigSchema,
  Preflight: preflightSchema,
  Card: cardSchema,
  PlannedRun: plannedRunSchema,
  Wiring: wiringSchema,
  DriverListing: driverListingSchema,
  Prompt: promptSchema,
  Figure: figureSchema,
  ClaimVerdict: claimVerdictSchema,
  Verification: verificationSchema,
  Measurement: measurementResultSchema,
  RunListing: runListingSchema,
  StoredRun: storedRunSchema,
  Event: eventSchema,
  CardRef: cardRefSchema,
  RigRef: rigRefSchema,
  PromptAnswer: promptAnswerSchema,
  Note: noteSchema,
};

/** The refusals that any call can meet. */
const REFUSALS = {
  '4XX': 'the request cannot be carried out; code and message say why, tip what to do',
  '5XX': 'the bench, its device or its disk failed',
};

type Json = Readonly<Record<string, unknown>>;

/** A schema as it stands in the document: named ones are references, and those it is made of, too. */
type SchemaText = (schema: z.ZodType) => Json;

const uri = (id: string): string => `#/components/schemas/${id}`;

/**
 * The JSON Schemas of `schemas` and of the named ones, by zod's own generator.
 * @param io `input`: as a program writes it, with what has a default left out
 */
function schemaTexts(schemas: readonly z.ZodType[], io: 'input' | 'output'): SchemaText {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });
  for (const [index, schema] of schemas.entries()) if (!registry.has(schema)) registry.add(schema, { id: `${index}` });
  const texts = z.toJSONSchema(registry, { io, uri }).schemas;
  return (schema) => {
    const { id } = registry.get(schema)!;
    if (Object.hasOwn(NAMED, id)) return { $ref: uri(id) };
    return withoutFrame(texts[id]);
  };
}

/** Without what a document of its own would begin with. */
function withoutFrame(schema: Json): Json {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema' && key !== '$id'));
}

function parametersOf({ pathParameters, query, access }: Route, text: SchemaText): readonly Json[] {
  const named = (where: 'path' | 'query', shape: z.ZodObject): readonly Json[] =>
    Object.entries(shape.shape).map(([name, schema]) => {
      const { description, ...rest } = text(schema as z.ZodType);
      const said = description === undefined ? {} : { description };
      return { name, in: where, required: where === 'path', ...said, schema: rest };
    });
  const key = { name: 'Ampbench-Control', in: 'header', required: access === 'control', schema: { type: 'string' } };
  const control = access === 'open' ? [] : [{ ...key, description: 'the key of who holds the controls' }];
  return [...named('path', pathParameters), ...named('query', query), ...control];
}

function operationOf(route: Route, input: SchemaText, output: SchemaText): Json {
  const { operationId, summary, tag, access, body, gives } = route;
  const parameters = parametersOf(route, input);
  const content = Object.entries(gives.content).map(([type, schema]): [string, Json] => [
    type,
    schema === null ? {} : { schema: output(schema) },
  ]);
  const refusals = Object.entries(REFUSALS).map(([status, description]) => [
    status,
    { description, content: { 'application/json': { schema: { $ref: uri('Error') } } } },
  ]);
  return {
    operationId,
    summary,
    tags: [tag],
    ...(access === 'open' ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === null
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: input(body) } } } }),
    responses: {
      [gives.status]: { description: gives.description, content: Object.fromEntries(content) },
      ...Object.fromEntries(refusals),
    },
  };
}

/** The OpenAPI 3.1 document of the API, made from the schemas its calls are checked with. */
export function openApiDocument(routes: readonly Route[]): Json {
  const taken = routes.flatMap(({ body, pathParameters, query }) => [
    ...(body === null ? [] : [body]),
    ...(Object.values({ ...pathParameters.shape, ...query.shape }) as readonly z.ZodType[]),
  ]);
  const given = routes.flatMap(({ gives }) => Object.values(gives.content).filter((schema) => schema !== null));
  const [input, output] = [schemaTexts(taken, 'input'), schemaTexts(given, 'output')];
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route, input, output);
  }
  const named = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMED)) named.add(schema, { id });
  const schemas = Object.entries(z.toJSONSchema(named, { io: 'output', uri }).schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ampbench',
      version: '1',
      description: 'The bench of this machine; docs/api.md tells how it is used.',
    },
    servers: [{ url: API_PATH }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: Object.fromEntries(schemas.map(([id, schema]) => [id, withoutFrame(schema)])),
    },
  };
}
