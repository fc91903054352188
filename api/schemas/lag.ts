import { Type } from 'typebox';
import { Offset } from './parts.ts';

/** How far the brain is behind the journal: number of records, and age of the oldest of them. */
export const LagSchema = Type.Object({
  records: Type.Integer(),
  ageSeconds: Type.Number(),
  durableOffset: Offset,
  foldedOffset: Offset,
});
