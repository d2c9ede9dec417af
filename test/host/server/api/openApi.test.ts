import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../../../host/server/api/openApi.ts';
import { routes } from '../../../../host/server/api/routes.ts';

type Json = Record<string, unknown>;

const document = openApiDocument(routes) as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json>; securitySchemes: Json };
  security: Json[];
};

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { name: string; in: string; required: boolean; schema: Json }[];
  readonly requestBody?: { content: Record<string, { schema: Json }> };
  readonly responses: Record<string, { description: string; content: Record<string, { schema?: Json }> }>;
}

/** Every object in a value, with the key it stands under. */
function* objectsIn(value: unknown, key = ''): Generator<readonly [string, Json]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [key, value as Json];
  for (const [inner, each] of Object.entries(value)) yield* objectsIn(each, inner);
}

function target(reference: string): unknown {
  return reference
    .slice(2)
    .split('/')
    .reduce<unknown>((place, part) => (place as Json | undefined)?.[part], document);
}

describe('the OpenAPI document', () => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  );

  it('is of version 3.1 and has every call once', () => {
    expect(document.openapi).toBe('3.1.0');
    const calls = operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`);
    expect(calls.sort()).toEqual(routes.map(({ path, method }) => `${method} ${path}`).sort());
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has only references that lead somewhere, and no schema that nothing refers to', () => {
    const references = new Set<string>();
    for (const [, { $ref }] of objectsIn(document)) {
      if ($ref === undefined) continue;
      expect($ref).toMatch(/^#\/components\/schemas\//u);
      expect(target($ref as string), $ref as string).toBeTypeOf('object');
      references.add(($ref as string).split('/').at(-1)!);
    }
    expect([...references].sort()).toEqual(Object.keys(document.components.schemas).sort());
  });

  it('has schemas of JSON Schema 2020-12 without a frame of their own', () => {
    const types = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'];
    for (const [key, schema] of objectsIn(document.components.schemas)) {
      if (key === 'properties' || key === 'schemas') continue;
      expect(schema).not.toHaveProperty('$schema');
      expect(schema).not.toHaveProperty('$id');
      if (typeof schema['type'] === 'string') expect(types).toContain(schema['type']);
      if (Array.isArray(schema['required']) && schema['properties'] !== undefined) {
        expect(Object.keys(schema['properties'] as Json)).toEqual(expect.arrayContaining(schema['required']));
      }
    }
  });

  it.each(operations)('$method $path says what it takes and gives', (operation) => {
    const { path, method, parameters = [], responses, summary, requestBody } = operation;
    expect(summary).not.toBe('');
    const names = [...path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name);
    const inPath = parameters.filter((each) => each.in === 'path');
    expect(inPath.map(({ name }) => name).sort()).toEqual(names.sort());
    expect(inPath.every(({ required }) => required)).toBe(true);
    for (const { schema } of parameters) expect(schema).toHaveProperty('type');
    expect(Object.keys(responses)).toContainEqual(expect.stringMatching(/^20[01]$/u));
    expect(responses).toHaveProperty('4XX');
    expect(responses).toHaveProperty('5XX');
    for (const { description, content } of Object.values(responses)) {
      expect(description).not.toBe('');
      expect(Object.keys(content)).not.toEqual([]);
    }
    if (method === 'get' || method === 'delete') expect(requestBody).toBeUndefined();
  });

  it('asks for the token everywhere but at the one open call', () => {
    expect(document.security).toEqual([{ token: [] }]);
    expect(operations.filter(({ security }) => security !== undefined).map(({ path }) => path)).toEqual(['/health']);
  });
});
