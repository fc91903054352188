import { Type } from 'typebox';
import { listOf, orNull } from './parts.ts';

/** Refused standards packs, and why. */
export const RefusedPacksSchema = Type.Object({
  scenarioId: orNull(
    Type.String({ description: 'The scenario that is off because of it; null: no scenario needs the pack.' }),
  ),
  packs: listOf(Type.String({ description: 'id@version' })),
  problems: listOf(Type.String()),
});
