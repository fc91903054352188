import { Type } from 'typebox';
import { Offset } from './parts.ts';

/** How far the folds are behind the journal, and for how long the oldest record that they lack has been waiting. */
export const LagSchema = Type.Object({
  records: Type.Integer(),
  ageSeconds: Type.Number(),
  durableOffset: Offset,
  foldedOffset: Offset,
});
