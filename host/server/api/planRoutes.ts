import { z } from 'zod';
import { cardRefSchema, measurementPreviewRequestSchema, planRequestSchema } from '../../../electron/ipc/contract.ts';
import {
  cardListingSchema,
  kindListingSchema,
  measurementPreviewSchema,
  plannedRunSchema,
  readCardSchema,
} from './answerSchemas.ts';
import { jsonRoute, type Route } from './route.ts';

/** What can be known before anything plays: cards, plans, kinds of measurement. */
export const planRoutes: readonly Route[] = [
  jsonRoute({
    method: 'GET',
    path: '/cards',
    operationId: 'listCards',
    summary: 'The cards of the library',
    tag: 'cards',
    result: z.array(cardListingSchema),
    description: 'each with the number of its claims',
    call: ({ calls }) => calls.cards(),
  }),
  jsonRoute({
    method: 'POST',
    path: '/cards/parse',
    operationId: 'parseCard',
    summary: "Read a published specification: the library's, or any text",
    tag: 'cards',
    body: cardRefSchema,
    result: readCardSchema,
    description: 'the text, and the claims with their places in it',
    call: ({ calls }, { body }) => calls.readCard(body),
  }),
  jsonRoute({
    method: 'GET',
    path: '/cards/{cardId}',
    operationId: 'readCard',
    summary: 'A card of the library',
    tag: 'cards',
    pathParameters: z.strictObject({ cardId: z.string().min(1).max(200) }),
    result: readCardSchema,
    description: 'the text, and the claims with their places in it',
    call: ({ calls }, { path }) => calls.readCard({ kind: 'library', id: path.cardId }),
  }),
  jsonRoute({
    method: 'POST',
    path: '/plans',
    operationId: 'plan',
    summary: 'The measurements that would decide a card’s claims on a rig',
    tag: 'plans',
    body: planRequestSchema,
    result: plannedRunSchema,
    description: 'the plan with what it was made from; nothing is kept',
    call: ({ calls }, { body }) => calls.plan(body),
  }),
  jsonRoute({
    method: 'GET',
    path: '/kinds',
    operationId: 'listKinds',
    summary: 'The kinds of measurement and the settings each heeds',
    tag: 'plans',
    result: z.array(kindListingSchema),
    description: 'every kind',
    call: ({ calls }) => calls.kinds(),
  }),
  jsonRoute({
    method: 'POST',
    path: '/measurements/preview',
    operationId: 'previewMeasurement',
    summary: 'What a measurement would put out, before anything plays',
    tag: 'plans',
    body: measurementPreviewRequestSchema,
    result: measurementPreviewSchema,
    description: 'volts and watts against what is allowed',
    call: ({ calls }, { body }) => calls.previewMeasurement(body),
  }),
];
