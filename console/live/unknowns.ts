import type { CityStatus, ExtensionStatus } from '../../model/city-status.ts';
import { type Freshness, isPast } from './freshness.ts';

/** One reason why "no alert" does not mean that all is well. */
export type Unknown =
  | { readonly is: 'past' }
  | { readonly is: 'no-devices' }
  | { readonly is: 'silent'; readonly count: number; readonly known: number }
  | { readonly is: 'never'; readonly count: number; readonly known: number }
  | { readonly is: 'not-watched'; readonly scenarioId: string; readonly zoneId: string }
  | { readonly is: 'off'; readonly extension: ExtensionStatus };

/** Why an empty list of alerts may be wrong; empty: the city is quiet. */
export function listUnknowns(freshness: Freshness, status: CityStatus | null): readonly Unknown[] {
  const unknowns: Unknown[] = [];
  if (isPast(freshness)) unknowns.push({ is: 'past' });
  if (status === null) return unknowns;
  const { known, silent, never } = status.devices;
  if (known === 0) unknowns.push({ is: 'no-devices' });
  if (silent > 0) unknowns.push({ is: 'silent', count: silent, known });
  if (never > 0) unknowns.push({ is: 'never', count: never, known });
  for (const { scenarioId, zoneId } of status.notWatched) unknowns.push({ is: 'not-watched', scenarioId, zoneId });
  const isNamed = ({ kind, id, zoneId }: ExtensionStatus): boolean =>
    kind === 'scenario' &&
    status.notWatched.some((each) => each.scenarioId === id && (zoneId === null || zoneId === each.zoneId));
  for (const extension of status.extensions) {
    if (!extension.isOn && !isNamed(extension)) unknowns.push({ is: 'off', extension });
  }
  return unknowns;
}
