import { Type } from 'typebox';
import { listOf, orNull } from './parts.ts';

/** Standards packs that nobody is judged by, and why. */
export const RefusedPacksSchema = Type.Object({
  scenarioId: orNull(
    Type.String({ description: 'The scenario that watches nothing because of it; null: no scenario needs the pack.' }),
  ),
  packs: listOf(Type.String({ description: 'id@version' })),
  problems: listOf(Type.String()),
});
