import { array, assert, constantFrom, integer, oneof, property, tuple, uint8Array } from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Decoded, type Dialect, type DialectMessage, MAX_DIALECT_STATE_CHARACTERS } from '../../model/dialect.ts';
import { fitsTopicFilter, topicFilterFault } from '../../model/topic-filter.ts';
import { readAnyInstant } from './any-instant.ts';
import { isMilliseconds } from './instant.ts';
import { MAX_VALUES_PER_MESSAGE } from './limits.ts';
import { decodeAll, readFixtures } from './test-fixture.ts';
import { accountedNumbers, numbersIn } from './test-numbers.ts';

/** The conformance suite of dialects, run with the fixtures in `folder` (see `readFixtures` for their layout). */
export function dialectConformance(dialect: Dialect, folder: string): void {
  const fixtures = readFixtures(folder);
  const samples = fixtures.flatMap(({ messages }) => messages);

  /** A message of the fixtures: unchanged, truncated, with one byte changed, or with random bytes as payload. */
  const hostile = oneof(
    constantFrom(...samples),
    tuple(constantFrom(...samples), uint8Array({ maxLength: 400, size: 'max' })).map(([message, payload]) => ({
      ...message,
      payload,
    })),
    tuple(constantFrom(...samples), integer({ min: 0, max: 10_000 }), integer({ min: 0, max: 255 })).map(damage),
  );

  describe(`the dialect ${dialect.name}`, () => {
    beforeEach(() => {
      const noClock = () => {
        throw new Error('a dialect reads no clock');
      };
      vi.spyOn(Date, 'now').mockImplementation(noClock);
      vi.spyOn(performance, 'now').mockImplementation(noClock);
      vi.spyOn(Math, 'random').mockImplementation(noClock);
    });
    afterEach(() => vi.restoreAllMocks());

    it('has fixtures, and valid topic filters', () => {
      expect(fixtures.length).toBeGreaterThan(0);
      expect(dialect.topics.length).toBeGreaterThan(0);
      for (const filter of dialect.topics) expect(topicFilterFault(filter), filter).toBeNull();
      for (const { name, messages } of fixtures) {
        for (const { topic, deviceId } of messages) {
          const isCarried = dialect.topics.some((filter) => fitsTopicFilter(filter, topic, deviceId));
          expect(isCarried, `${name}: ${topic}`).toBe(true);
        }
      }
    });

    it.each(fixtures)('decodes the fixture $name as expected', ({ messages, expected }) => {
      for (const throughJson of [false, true]) {
        const { answers } = decodeAll(dialect, messages, throughJson);
        for (const [index, answer] of answers.entries()) {
          // The detail may contain an error message of Node, which differs between versions: fixtures may leave it out.
          if (answer.ok) expect(answer).toEqual(expected[index]);
          else expect(answer).toMatchObject(expected[index] ?? {});
        }
      }
    });

    it.each(fixtures)('accounts for every number in the JSON fixture $name', ({ messages }) => {
      const { answers } = decodeAll(dialect, messages);
      for (const [index, { payload }] of messages.entries()) {
        const answer = answers[index];
        if (!answer?.ok) continue;
        const { known, channels, details } = accountedNumbers(answer);
        const lost = numbersIn(payload).filter(
          ({ value, path }) =>
            // The timestamp of a message without values is not lost data.
            !known.has(value) &&
            !isMilliseconds(value) &&
            !isKnownTime(value, known) &&
            !path.some((key) => channels.has(key)) &&
            !details.includes(String(value)),
        );
        expect(lost).toEqual([]);
      }
    });

    it('returns a value or a fault for every channel that a fixture lists', () => {
      const conclusive = fixtures.filter(({ channels, messages }) => {
        const { answers } = decodeAll(dialect, messages);
        const read = answers.flatMap((answer) => (answer.ok ? [...answer.values, ...answer.faults] : []));
        const named = new Set(read.map(({ channel }) => channel));
        expect(channels.filter((channel) => !named.has(channel))).toEqual([]);
        return channels.length > 0 || messages.some(({ payload }) => numbersIn(payload).length > 0);
      });
      // The suite cannot read a payload that is not JSON: at least one fixture must list its channels in channels.json.
      expect(conclusive.length).toBeGreaterThan(0);
    });

    it('decodes any sequence of corrupt messages to valid values and a state within its limit', () => {
      assert(
        property(array(hostile, { minLength: 1, maxLength: 12 }), (messages) => {
          const live = decodeAll(dialect, messages);
          expect(live.answers.every(isSound)).toBe(true);
          for (const state of live.states.values()) {
            expect(JSON.stringify(state).length).toBeLessThanOrEqual(MAX_DIALECT_STATE_CHARACTERS);
            if (dialect.stateOf === 'nobody') expect(state).toBeNull();
          }
          // Repeated with every state taken through JSON, as from a checkpoint: there must be no other state.
          const restored = decodeAll(dialect, messages, true);
          expect(restored.answers).toEqual(live.answers);
          expect([...restored.states]).toEqual([...live.states]);
        }),
        { numRuns: 300 },
      );
    });

    it('keeps its state within the limit, however many different messages arrive', () => {
      const many = Array.from({ length: 20_000 }, (_, index) =>
        numbered(samples[index % samples.length] ?? none(), index),
      );
      for (const state of decodeAll(dialect, many).states.values()) {
        expect(JSON.stringify(state).length).toBeLessThanOrEqual(MAX_DIALECT_STATE_CHARACTERS);
      }
    });
  });
}

/** Whether a number is a time that a value has, in whatever unit it was sent. */
function isKnownTime(value: number, known: ReadonlySet<number>): boolean {
  const instant = readAnyInstant(value);
  return instant.ok && known.has(instant.at);
}

function damage([message, place, byte]: readonly [DialectMessage, number, number]): DialectMessage {
  const payload = Uint8Array.from(message.payload);
  if (byte % 2 === 0) return { ...message, payload: payload.subarray(0, place % (payload.length + 1)) };
  if (payload.length > 0) payload[place % payload.length] = byte & 0xff;
  return { ...message, payload };
}

/** The message with a counter written over some of its bytes, so that names, aliases or numbers differ each time. */
function numbered(message: DialectMessage, index: number): DialectMessage {
  const payload = Buffer.concat([message.payload, Buffer.alloc(8)]);
  payload.write(String(index), (index * 7) % (message.payload.length + 1), 'latin1');
  return { ...message, payload: Uint8Array.from(payload.subarray(0, message.payload.length + (index % 9))) };
}

function none(): never {
  throw new Error('there are no fixtures');
}

/** Whether a result has only finite numbers and valid times, and no more values than a message may have. */
function isSound(decoded: Decoded): boolean {
  if (!decoded.ok) return decoded.detail.length > 0;
  const { values, faults } = decoded;
  // One additional fault reports how many values exceeded the limit.
  if (values.length + faults.length > MAX_VALUES_PER_MESSAGE + 1) return false;
  return values.every(
    ({ value, observedAt }) => Number.isFinite(value) && (observedAt === null || Number.isSafeInteger(observedAt)),
  );
}
