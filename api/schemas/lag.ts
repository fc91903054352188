import { Type } from 'typebox';
import { Offset } from './parts.ts';

/** How far the folds are behind the journal. */
export const LagSchema = Type.Object({ records: Type.Integer(), durableOffset: Offset, foldedOffset: Offset });
