import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, constantFrom, integer, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decoded, Dialect } from '../../model/dialect.ts';

const TOPIC = 'city/v1/devices/d1/telemetry';

/** What every dialect must hold, run against its folder of fixtures: `<case>/{input.json|input.bin, expected.json}`. */
export function dialectConformance(dialect: Dialect, fixtures: string): void {
  const cases = readdirSync(fixtures).sort();

  describe(`the dialect ${dialect.name}`, () => {
    it('has fixtures', () => expect(cases.length).toBeGreaterThan(0));

    it.each(cases)('reads the fixture %s as expected', (name) => {
      const decoded = dialect.decode(inputOf(join(fixtures, name)), TOPIC);
      const expected: unknown = JSON.parse(readFileSync(join(fixtures, name, 'expected.json'), 'utf8'));
      // A refusal's wording may be the engine's: an expectation without `detail` leaves it open.
      if (decoded.ok) expect(decoded).toEqual(expected);
      else expect(decoded).toMatchObject(expected as object);
    });

    it('answers any bytes with a value, never an exception', () => {
      assert(property(uint8Array({ maxLength: 400 }), (bytes) => isSound(dialect.decode(bytes, TOPIC))));
    });

    it('answers a payload that is cut anywhere, or has a byte changed, with a value', () => {
      const payloads = cases.map((name) => inputOf(join(fixtures, name)));
      const spot = integer({ min: 0, max: 10_000 });
      assert(
        property(constantFrom(...payloads), spot, integer({ min: 0, max: 255 }), (payload, place, byte) => {
          const changed = Uint8Array.from(payload);
          if (changed.length > 0) changed[place % changed.length] = byte;
          const cut = payload.subarray(0, place % (payload.length + 1));
          return isSound(dialect.decode(cut, TOPIC)) && isSound(dialect.decode(changed, TOPIC));
        }),
        { numRuns: 500 },
      );
    });

    it('reads the same bytes the same way again', () => {
      for (const name of cases) {
        const input = inputOf(join(fixtures, name));
        expect(dialect.decode(input, TOPIC)).toEqual(dialect.decode(Uint8Array.from(input), TOPIC));
      }
    });
  });
}

function inputOf(folder: string): Uint8Array {
  const json = join(folder, 'input.json');
  return new Uint8Array(readFileSync(existsSync(json) ? json : join(folder, 'input.bin')));
}

/** Whatever came in, only finite numbers and real times go on. */
function isSound(decoded: Decoded): boolean {
  if (!decoded.ok) return decoded.detail.length > 0;
  return decoded.values.every(
    ({ value, observedAt }) => Number.isFinite(value) && (observedAt === null || Number.isSafeInteger(observedAt)),
  );
}
