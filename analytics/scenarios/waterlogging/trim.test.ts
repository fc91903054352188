import { expect, test } from 'vitest';
import type { Evidence } from '../../../model/evidence.ts';
import type { Window } from '../../../model/scenario.ts';
import type { ZoneState } from '../../../model/state.ts';
import { checkEstimates } from '../../evidence/check-estimates.ts';
import { trimWaterlogging } from './trim.ts';

const AT = 1_782_900_000_000;
const MINUTE = 60_000;

/** The mean of eight gauges, each of which sent its rain of the minute in three messages. */
function rainAt(at: number): ZoneState {
  const contributors = Array.from({ length: 24 }, (_, n) => {
    const gauge = Math.floor(n / 3);
    return {
      deviceId: `gauge-${gauge}`,
      channel: 'rain',
      observedAt: at - 20_000 * (n % 3) - gauge,
      value: gauge,
      quality: 'good' as const,
      offset: n,
    };
  });
  return { zoneId: 'cell', property: 'rain.depth', at, value: 10.5, uncertainty: 1, contributors, setAside: [] };
}

test('of many readings of an amount it keeps all those of the gauges between which the estimate lies', () => {
  const states = Array.from({ length: 300 }, (_, n) => rainAt(AT - (299 - n) * MINUTE));
  const window: Window = {
    zoneId: 'cell',
    zoneKind: 'cell',
    at: AT,
    windowSeconds: 21_600,
    states: { 'rain.depth': states },
    readings: {},
  };
  const trimmed = trimWaterlogging(window);
  const [oldest] = trimmed.states['rain.depth'] ?? [];
  expect(oldest?.contributors.map(({ deviceId }) => deviceId)).toEqual([
    ...Array(3).fill('gauge-0'),
    ...Array(3).fill('gauge-7'),
  ]);
  expect(checkEstimates({ window: trimmed } as Evidence)).toEqual([]);
});
