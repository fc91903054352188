import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_VALUES_PER_MESSAGE } from '../limits.ts';
import { testMessage } from '../test-message.ts';
import { CITYNERVE_JSON } from './citynerve-json.ts';
import { encodeCitynerveJson } from './citynerve-json-encoder.ts';

const schema: object = JSON.parse(readFileSync(join(import.meta.dirname, 'citynerve-json.schema.json'), 'utf8'));
const fits = new Ajv2020({ allowUnionTypes: true }).compile(schema);
const decodeBytes = (payload: Uint8Array) => CITYNERVE_JSON.decode(null, testMessage(payload)).decoded;
const decode = (message: unknown) => decodeBytes(new TextEncoder().encode(JSON.stringify(message)));

const channel = fc.constantFrom(
  'rain',
  'level',
  'ts',
  'timestamp',
  'Time',
  't',
  'seq',
  'boot',
  'values',
  'readings',
  'value',
  '__proto__',
  '',
);
const leaf = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom('x', '12', true, null, -1, 1.5, 1e11, 1_700_000_000_000, 1_700_000_000, 1_700_000_000_000_000),
  fc.constantFrom('2026-01-01T08:00:00+08:00', '2026-01-01T08:00:00', '2026-13-01T00:00:00Z', '1969-12-31T00:00:00Z'),
);
const { message } = fc.letrec<{ message: unknown; node: unknown }>((tie) => ({
  message: fc.dictionary(channel, tie('node'), { maxKeys: 4, noNullPrototype: true }),
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.record({ value: leaf, unit: fc.constantFrom('cm', null, 3) }, { requiredKeys: [] }),
    tie('message'),
    fc.array(tie('message'), { maxLength: 3 }),
  ),
}));

describe('Citynerve JSON', () => {
  it('decodes a message without faults exactly when it is valid under the published schema', () => {
    fc.assert(
      fc.property(message, (candidate) => {
        // Compared through its JSON text, which has no -0 and keeps __proto__ as a plain key.
        const sent: unknown = JSON.parse(JSON.stringify(candidate));
        const decoded = decode(sent);
        // What is a time and used for none is a fault, which the schema cannot express.
        if (decoded.ok && decoded.faults.some(({ reason }) => reason === 'time-invalid')) return true;
        const isWhole = decoded.ok && decoded.faults.length === 0;
        // An invalid time is a fault only where a value uses it, which the schema cannot express.
        if (isWhole && !fits(sent)) return (fits.errors ?? []).some((error) => error.schemaPath.includes('instant'));
        return isWhole === fits(sent);
      }),
      { numRuns: 3000 },
    );
  });

  it.each(['t', 'at', 'when', 'sampled', 'zeit', '时间', 'Datum', 'obs', 'dt', 'capturedOn'])(
    'takes no value for one of now beside seconds of hours ago under the key %s',
    (key) => {
      const ago = 1_700_000_000 - 10_800;
      for (const time of [ago, ago + 0.25, String(ago), ago * 1e3, ago * 1e6, new Date(ago * 1000).toISOString()]) {
        for (const sent of [{ [key]: time, depth: 90 }, { readings: [{ [key]: time, values: { depth: 90 } }] }]) {
          const decoded = decode(sent);
          expect(decoded.ok && decoded.values.filter(({ observedAt }) => observedAt === null)).toEqual([]);
          // One row for one value: what looks like a time is named by it, and is no channel.
          expect(decoded.ok && [...decoded.values, ...decoded.faults].map((one) => one.channel)).toEqual(['depth']);
        }
      }
    },
  );

  it('takes no value for one of now beside a header with a time, and names where it stands', () => {
    for (const time of [1_699_989_200, 1_600_000_000, 1_699_989_200_000, '2023-11-14T19:13:20Z']) {
      const decoded = decode({ header: { device: { ts: time }, battery: 3.1 }, depth: 90 });
      expect(decoded).toMatchObject({
        values: [],
        faults: [
          { channel: 'header', reason: 'not-a-number' },
          { channel: 'depth', reason: 'time-invalid', detail: expect.stringContaining('"header.device.ts"') },
        ],
      });
    }
  });

  it.each([1_700_000_000 - 2 * 366 * 86_400, 1_700_000_000 + 2 * 86_400, 20])(
    'takes the number %d for a channel',
    (t) => {
      expect(decode({ t, depth: 90 })).toMatchObject({ values: [{ channel: 't', value: t }, { channel: 'depth' }] });
    },
  );

  it('decodes what the encoder writes', () => {
    const values = { rain: 1.2, level: { value: 12, unit: 'cm' } };
    const decoded = decodeBytes(encodeCitynerveJson({ seq: 4, boot: 'b', ts: 1_700_000_000_000, values }));
    expect(decoded).toEqual({
      ok: true,
      values: [
        { channel: 'rain', value: 1.2, unit: null, observedAt: 1_700_000_000_000 },
        { channel: 'level', value: 12, unit: 'cm', observedAt: 1_700_000_000_000 },
      ],
      faults: [],
      messageKey: 'b:4',
      sequence: { boot: 'b', number: 4 },
    });
  });

  it('decodes a thousand values and reports how many exceeded the limit', () => {
    const values = Object.fromEntries(Array.from({ length: MAX_VALUES_PER_MESSAGE + 7 }, (_, i) => [`c${i}`, i]));
    const decoded = decode({ values });
    expect(decoded).toMatchObject({
      ok: true,
      faults: [{ reason: 'too-many-readings', detail: expect.stringMatching(/^7 /) }],
    });
    if (decoded.ok) expect(decoded.values).toHaveLength(MAX_VALUES_PER_MESSAGE);
  });

  it('does not throw on deeply nested JSON', () => {
    const deep = `{"rain":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect(() => decodeBytes(new TextEncoder().encode(deep))).not.toThrow();
  });
});
