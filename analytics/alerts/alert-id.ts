import type { Lane } from '../../model/alert.ts';
import { canonicalHash } from '../canonical-json.ts';

/** `A-` and twelve hex digits made from what the alert is about, so that every fold of a journal gives the same. */
export const alertId = (about: { scenarioId: string; lane: Lane; zoneId: string; activeAt: number }): string =>
  `A-${canonicalHash([about.scenarioId, about.lane, about.zoneId, about.activeAt]).slice(0, 12)}`;
