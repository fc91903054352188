import { Type } from 'typebox';
import { Instant, listOf, orNull } from './parts.ts';

/** What the gateway refused to one device, by reason. */
export const RefusalsSchema = listOf(
  Type.Object({
    reason: Type.String({ description: 'All of them stand in docs/errors.md.' }),
    count: Type.Integer(),
    lastAt: Instant,
    detail: orNull(Type.String({ description: 'Which topic, filter or id it was, and what would be allowed.' })),
  }),
);
