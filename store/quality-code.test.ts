import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GOOD, QUALITY_REASONS, type QualityLevel, worsen } from '../model/quality.ts';
import { decodeQuality, encodeQuality } from './quality-code.ts';

describe('a quality on disk', () => {
  it('is decoded as it was encoded, with all reasons', () => {
    const step = fc.tuple(fc.constantFrom<QualityLevel>('good', 'suspect', 'bad'), fc.constantFrom(...QUALITY_REASONS));
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const quality = steps.reduce((worse, [level, reason]) => worsen(worse, level, reason), GOOD);
        const { level, reasons } = encodeQuality(quality);
        expect(decodeQuality(level, reasons)).toEqual(quality);
      }),
    );
  });

  it('keeps the numbers that are on disk already', () => {
    const all = { level: 'bad', reasons: ['clock-skew', 'late'] } as const;
    expect(encodeQuality(all)).toEqual({ level: 2, reasons: 24 });
    expect(encodeQuality(GOOD)).toEqual({ level: 0, reasons: 0 });
  });
});
