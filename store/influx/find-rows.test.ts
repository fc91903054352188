import { expect, it } from 'vitest';
import { windowsOf } from './find-rows.ts';

const MINUTE = 60_000;
const at = (minute: number, deviceId = 'd') => ({ deviceId, channel: 'c', observedAt: minute * MINUTE });
const shapes = (wanted: Parameters<typeof windowsOf>[0]) =>
  windowsOf(wanted).map(({ first, last, devices }) => [first / MINUTE, last / MINUTE, devices.size]);

it('keys of near times are one window, whatever their devices', () => {
  expect(shapes([at(3, 'b'), at(0, 'a'), at(4, 'a')])).toEqual([[0, 4, 2]]);
});

it('a gap, a long range and many devices each begin another window', () => {
  expect(shapes([at(0), at(6)])).toEqual([
    [0, 0, 1],
    [6, 6, 1],
  ]);
  expect(shapes(Array.from({ length: 70 }, (_, i) => at(i)))).toEqual([
    [0, 60, 1],
    [61, 69, 1],
  ]);
  expect(shapes(Array.from({ length: 150 }, (_, i) => at(0, `d${i}`)))).toEqual([
    [0, 0, 100],
    [0, 0, 50],
  ]);
});

it('no keys are no window', () => {
  expect(windowsOf([])).toEqual([]);
});
