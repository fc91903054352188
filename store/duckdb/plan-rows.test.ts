import { describe, expect, it } from 'vitest';
import { GOOD } from '../../model/quality.ts';
import type { Reading } from '../../model/reading.ts';
import { packReadings } from './packed-readings.ts';
import { planRows } from './plan-rows.ts';

const at = (observedAt: number, changes: Partial<Reading> = {}): Reading => ({
  deviceId: 'd',
  channel: 'c',
  property: 'rain.depth',
  zoneId: null,
  observedAt,
  receivedAt: 0,
  value: 0,
  quality: GOOD,
  offset: 0,
  ...changes,
});

describe('the plan of a write', () => {
  it('appends rows newer than their channel, and looks up only the others', () => {
    const packed = packReadings([at(9), at(10), at(5), at(20), at(20), at(15), at(15), at(9)]);
    expect(planRows(packed, () => ({ observedAt: 9, value: 5 }))).toEqual({
      fresh: [1, 3],
      late: [2, 5, 7],
      repeats: [
        { row: 0, standing: 5 },
        { row: 4, standing: 0 },
      ],
      lateRepeats: [{ row: 6, first: 5 }],
    });
  });

  it('plans each channel separately', () => {
    const packed = packReadings([at(10), at(5, { channel: 'e' }), at(5, { deviceId: 'f' })]);
    expect(planRows(packed, () => undefined)).toMatchObject({ fresh: [0, 1, 2], late: [] });
  });

  it('treats a channel as one, though its zone or property changed', () => {
    const packed = packReadings([at(10), at(10, { zoneId: 'z' }), at(10, { property: 'drain.level' })]);
    expect(planRows(packed, () => undefined)).toMatchObject({ fresh: [0], late: [] });
  });
});
