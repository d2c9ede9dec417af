// The published JSON Schemas, made from the schemas the program checks with. Run under the pinned Node: node build/schemas.mjs
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { cardFileSchema } from '../core/card/cardSchema.ts';
import { headphoneLibrarySchema } from '../core/headphone/headphoneSchema.ts';
import { captureSidecarSchema } from '../core/interchange/captureSidecar.ts';
import { analysisSchema } from '../core/result/analysisSchema.ts';
import { verificationSchema } from '../core/result/verificationSchema.ts';
import { sequenceFileSchema } from '../core/sequence/sequenceSchema.ts';
import { openApiDocument } from '../host/server/api/openApi.ts';
import { routes } from '../host/server/api/routes.ts';
import { root } from './setup/paths.mjs';

const jsonText = (value) => `${JSON.stringify(value, null, 2)}\n`;

const jsonSchemas = [
  { file: 'cards/card.schema.json', title: 'Ampbench card', schema: cardFileSchema },
  { file: 'cards/headphones.schema.json', title: 'Ampbench headphones', schema: headphoneLibrarySchema },
  { file: 'docs/schema/analysis.schema.json', title: 'Ampbench analysis', schema: analysisSchema },
  {
    file: 'docs/schema/capture-sidecar.schema.json',
    title: 'Ampbench capture sidecar',
    schema: captureSidecarSchema,
  },
  { file: 'docs/schema/verification.schema.json', title: 'Ampbench verification', schema: verificationSchema },
  { file: 'docs/schema/sequence.schema.json', title: 'Ampbench sequence', schema: sequenceFileSchema },
].map(({ file, title, schema }) => ({
  file,
  text: jsonText({ title, ...z.toJSONSchema(schema, { io: 'output' }) }),
}));

/** Every published schema: its file, and its text. */
export const publishedSchemas = [
  ...jsonSchemas,
  { file: 'docs/schema/openapi.json', text: jsonText(openApiDocument(routes)) },
];

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { file, text } of publishedSchemas) writeFileSync(join(root, file), text);
}
