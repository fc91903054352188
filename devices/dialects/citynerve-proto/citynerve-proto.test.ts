import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { PROPERTIES } from '../../../model/property.ts';
import { ucumCodeOf } from '../../units/aliases.ts';
import { CITYNERVE_JSON } from '../citynerve-json/citynerve-json.ts';
import { encodeCitynerveJson } from '../citynerve-json/citynerve-json-encoder.ts';
import { MAX_VALUES_PER_MESSAGE } from '../limits.ts';
import { testMessage } from '../test-message.ts';
import { looksLikeTime } from '../time-keys.ts';
import { CITYNERVE_PROTO } from './citynerve-proto.ts';
import { encodeCitynerveProto } from './citynerve-proto-encoder.ts';
import { PROTO_UNITS } from './citynerve-proto-units.ts';
import { citynerve } from './telemetry-pb/telemetry.js';

const NOON = 1_700_000_000_000;
const proto = readFileSync(join(import.meta.dirname, 'telemetry.proto'), 'utf8');
const { Batch } = citynerve.telemetry.v1;
const decode = (payload: Uint8Array) => CITYNERVE_PROTO.decode(null, testMessage(payload)).decoded;
const fixture = (name: string) =>
  new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures', name, 'input.bin')));

const unit = fc.constantFrom('cm', 'm', 'dB(A)', '°C', 'L/s', 'veh/h');
const values = fc.dictionary(
  fc.constantFrom('rain', 'level', 'laeq', 'Lärm'),
  fc.oneof(
    // Without a time of its own a message in JSON must not have a value that looks like one.
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => looksLikeTime('rain', value, NOON) === null),
    fc.integer({ min: -99_999, max: 99_999 }).map((value) => value / 100),
    fc.record({ value: fc.float({ noNaN: true, noDefaultInfinity: true }), unit }),
  ),
  { minKeys: 1, noNullPrototype: true },
);
const ts = fc.integer({ min: NOON - 2 ** 30, max: NOON + 2 ** 30 });
const counted = fc.record({ boot: fc.string({ minLength: 1, maxLength: 64 }), seq: fc.maxSafeNat() });
const message = fc.oneof(
  fc.record({ values }),
  fc.record({ ts, values }),
  fc.tuple(counted, fc.array(fc.record({ ts, values }), { maxLength: 5 })).map(([count, readings]) => ({
    ...count,
    readings,
  })),
);

describe('Citynerve protobuf', () => {
  it('decodes to the same values as the same message in JSON', () => {
    const sorted = (list: readonly { channel: string | null; observedAt?: number | null }[]) =>
      list.map((item) => JSON.stringify(item)).sort();
    fc.assert(
      fc.property(message, (sent) => {
        const [json, binary] = [
          CITYNERVE_JSON.decode(null, testMessage(encodeCitynerveJson(sent))).decoded,
          decode(encodeCitynerveProto(sent)),
        ];
        if (!json.ok || !binary.ok) throw new Error(`${JSON.stringify(json)} ${JSON.stringify(binary)}`);
        // A unit of the enum is decoded as its UCUM code, however it was spelled in the message.
        const spelt = json.values.map((value) => ({
          ...value,
          unit: value.unit === null ? null : ucumCodeOf(value.unit),
        }));
        expect(sorted(binary.values)).toEqual(sorted(spelt));
        expect({ ...binary, values: [] }).toEqual({ ...json, values: [] });
      }),
      { numRuns: 500 },
    );
  });

  it('encodes the smallest batch as telemetry.proto documents it, byte by byte', () => {
    const shown = [...proto.matchAll(/^\/\/ +((?:[0-9a-f]{2} )+) +\w/gm)].flatMap(([, bytes = '']) =>
      bytes.trim().split(' '),
    );
    expect(shown.join(' ')).toBe(
      Buffer.from(fixture('smallest-batch'))
        .toString('hex')
        .replace(/..(?=.)/g, '$& '),
    );
    expect(Buffer.from(encodeCitynerveProto({ values: { rain: 1.5 } }))).toEqual(
      Buffer.from(fixture('smallest-batch')),
    );
  });

  it('maps each unit of the enum to the UCUM code in its comment', () => {
    const documented = [...proto.matchAll(/^ {2}UNIT_\w+ = (\d+); \/\/ (.+)$/gm)].map(([, number, code]) => [
      Number(number),
      code,
    ]);
    expect(documented.slice(1)).toEqual([...PROTO_UNITS.entries()].slice(1));
    const { root } = protobuf.parse(proto);
    const numbers = Object.values(root.lookupEnum('citynerve.telemetry.v1.Unit').values);
    expect(numbers).toEqual(PROTO_UNITS.map((_, number) => number));
  });

  it('has a number for the unit of every property, and takes any other as text', () => {
    const codes = Object.values(PROPERTIES).map(({ unit: code }) => code);
    expect(codes.filter((code) => !PROTO_UNITS.includes(code))).toEqual([]);
    const payload = encodeCitynerveProto({ values: { pressure: { value: 14.5, unit: 'psi' } } });
    expect(decode(payload)).toMatchObject({ values: [{ value: 14.5, unit: 'psi' }] });
  });

  it('keeps fields of a newer version: decoding and encoding a message again loses none', () => {
    const newer = fixture('fields-of-a-newer-sender');
    const reader = new protobuf.Reader(newer);
    reader.discardUnknown = false;
    const batch = Batch.decode(reader);
    // Two fields of the batch and one after its series; two of the series.
    expect(batch.$unknowns).toHaveLength(3);
    expect(batch.series[0]?.$unknowns).toHaveLength(2);
    const again = Batch.encode(batch).finish();
    const unknowns = (bytes: Uint8Array) => {
      const read = new protobuf.Reader(bytes);
      read.discardUnknown = false;
      const { $unknowns, series } = Batch.decode(read);
      return [$unknowns, series[0]?.$unknowns].map((list) => list?.map((raw) => Buffer.from(raw).toString('hex')));
    };
    expect(unknowns(again)).toEqual(unknowns(newer));
    expect(again).toHaveLength(newer.length);
    expect(decode(again)).toEqual(decode(newer));
  });

  it('keeps an unknown unit number when a message is encoded again, although its values are rejected', () => {
    const newer = fixture('unit-of-a-newer-sender');
    expect(Buffer.from(Batch.encode(Batch.decode(newer)).finish())).toEqual(Buffer.from(newer));
  });

  it('does not accept bytes that happen to parse as a Batch', () => {
    const parses = (bytes: Uint8Array): boolean => {
      try {
        return Batch.decode(bytes) !== null;
      } catch {
        return false;
      }
    };
    const withoutVersion = fc.uint8Array({ minLength: 2, maxLength: 12 }).filter((bytes) => bytes[0] !== 0x08);
    let parsed = 0;
    fc.assert(
      fc.property(withoutVersion, (bytes) => {
        if (parses(bytes)) parsed += 1;
        return !decode(bytes).ok || Batch.decode(bytes).version === 1;
      }),
      { numRuns: 5000 },
    );
    expect(parsed).toBeGreaterThan(0);
  });

  it('decodes a thousand values and reports how many exceeded the limit', () => {
    const rain = Array.from({ length: MAX_VALUES_PER_MESSAGE + 7 }, (_, i) => i);
    const decoded = decode(Batch.encode({ version: 1, series: [{ channel: 'rain', values: rain }] }).finish());
    expect(decoded).toMatchObject({
      ok: true,
      faults: [{ reason: 'too-many-readings', detail: expect.stringMatching(/^7 /) }],
    });
    if (decoded.ok) expect(decoded.values).toHaveLength(MAX_VALUES_PER_MESSAGE);
  });

  it('does not throw on deep nesting or on lengths beyond the end of the payload', () => {
    expect(decode(new Uint8Array(200_000).fill(0x4b)).ok).toBe(false);
    expect(decode(Uint8Array.of(0x08, 0x01, 0x2a, 0xff, 0xff, 0xff, 0xff, 0x07)).ok).toBe(false);
  });

  it('refuses to encode what one batch cannot represent', () => {
    const write = (times: readonly (number | undefined)[]) =>
      encodeCitynerveProto({
        readings: times.map((at) => ({ ...(at !== undefined && { ts: at }), values: { rain: 1 } })),
      });
    expect(() => write([NOON, undefined])).toThrow('for all of its values or for none');
    expect(() => write([NOON, NOON + 2 ** 31])).toThrow('24 days');
  });
});
