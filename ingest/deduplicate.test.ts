import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../devices/dialects/dialects.ts';
import type { JournalRecord, PublicationRecord } from '../model/journal-record.ts';
import { createDecode } from './decode.ts';
import { createDeduplicate } from './deduplicate.ts';
import { expectStage } from './marbles.ts';
import { batchOf, NOON, publication, sampleRegistry } from './sample-city.ts';

const decoded = (...records: JournalRecord[]) => createDecode(sampleRegistry(), DIALECTS).run(batchOf(records));
const outcomes = (...records: JournalRecord[]) =>
  createDeduplicate()
    .run(decoded(...records))
    .steps.flatMap(({ tally }) => tally?.outcome ?? []);

const message = (content: Readonly<Record<string, unknown>>, changes: Partial<PublicationRecord> = {}) =>
  publication('rain-1', content, NOON, changes);
const disconnected = (connection: number, clean: boolean): JournalRecord => ({
  kind: 'presence',
  deviceId: 'rain-1',
  connection,
  present: false,
  clean,
  receivedAt: NOON,
  wallAt: NOON,
});
const gap: JournalRecord = { kind: 'gap', since: NOON, receivedAt: NOON, wallAt: NOON };

describe('deduplicate', () => {
  it('lets a message with its own id take effect once, in this batch or a later one', () => {
    expectStage(
      createDeduplicate(),
      {
        a: decoded(message({ seq: 1, rain: 1 })),
        b: decoded(message({ seq: 1, rain: 1 }), message({ seq: 2, rain: 1 })),
      },
      ({ steps }) => steps.map((step) => [step.tally?.outcome, step.message !== null]),
      {
        a: [['decoded', true]],
        b: [
          ['duplicate', false],
          ['decoded', true],
        ],
      },
    );
  });

  it('takes the same number with other bytes for a restarted counter', () => {
    expect(outcomes(message({ seq: 1, rain: 1 }), message({ seq: 1, rain: 2 }))).toEqual(['decoded', 'decoded']);
  });

  it('keeps ids apart by boot and by device', () => {
    const other = publication('rain-2', { seq: 1, rain: 1 }, NOON);
    const messages = [message({ seq: 1, rain: 1 }), message({ boot: 'b', seq: 1, rain: 1 }), other];
    expect(outcomes(...messages)).toEqual(['decoded', 'decoded', 'decoded']);
  });

  it('takes an equal message on the same connection for a new reading', () => {
    expect(outcomes(message({ rain: 1 }), message({ rain: 1 }))).toEqual(['decoded', 'decoded']);
  });

  it.each<[string, JournalRecord[]]>([
    ['a broken connection', [disconnected(1, false)]],
    ['a gateway restart', [gap]],
    ['a takeover without a disconnect', []],
  ])('recognises a message without an id that is sent again after %s', (_, between) => {
    const again = message({ rain: 1 }, { connection: 2, messageId: 5 });
    const records = [message({ rain: 1 }, { messageId: 5 }), ...between, again];
    expect(outcomes(...records)).toEqual(['decoded', 'duplicate']);
  });

  it('takes it for a new reading after a clean disconnect, with another packet id, or after a new message', () => {
    const first = message({ rain: 1 }, { messageId: 5 });
    const again = message({ rain: 1 }, { connection: 2, messageId: 5 });
    expect(outcomes(first, disconnected(1, true), again)).toEqual(['decoded', 'decoded']);
    expect(outcomes(first, disconnected(1, false), { ...again, messageId: 6 })).toEqual(['decoded', 'decoded']);
    const fresh = message({ rain: 2 }, { connection: 2, messageId: 6 });
    expect(outcomes(first, disconnected(1, false), fresh, again)).toEqual(['decoded', 'decoded', 'decoded']);
  });

  it('does not deduplicate QoS 0', () => {
    const sent = message({ rain: 1 }, { qos: 0, messageId: 0 });
    expect(outcomes(sent, disconnected(1, false), { ...sent, connection: 2 })).toEqual(['decoded', 'decoded']);
  });

  it('keeps unacknowledged messages of a broken connection, and message ids, in its checkpoint', () => {
    const before = createDeduplicate();
    before.run(decoded(message({ rain: 1 }, { messageId: 5 }), message({ seq: 9, rain: 1 }), disconnected(1, false)));
    const after = createDeduplicate();
    after.restore(JSON.parse(JSON.stringify(before.snapshot())));
    const again = decoded(
      message({ rain: 1 }, { messageId: 5, connection: 2 }),
      message({ seq: 9, rain: 1 }, { connection: 2 }),
    );
    expect(after.run(again).steps.map(({ tally }) => tally?.outcome)).toEqual(['duplicate', 'duplicate']);
  });

  const kinds = {
    'with a number': (n: number) => ({ seq: n, rain: 1 }),
    'with a time': (n: number) => ({ ts: NOON + n, rain: 1 }),
    'with neither': (n: number) => ({ rain: n % 2 }),
  };
  it.each(Object.entries(kinds))('recognises a whole send window that is sent again, messages %s', (_, contentOf) => {
    const window = (connection: number, count: number) =>
      Array.from({ length: count }, (_unused, n) => message(contentOf(n), { connection, messageId: n + 1 }));
    const fresh = message(contentOf(4001), { connection: 3, messageId: 4001 });
    // The second connection breaks before the device has sent the whole window again.
    const again = outcomes(
      ...window(1, 3000),
      gap,
      ...window(2, 700),
      disconnected(2, false),
      ...window(3, 3000),
      fresh,
    );
    const repeats = again.slice(3000).filter((outcome) => outcome === 'duplicate');
    expect(again.slice(0, 3000)).toEqual(Array(3000).fill('decoded'));
    expect(repeats).toHaveLength(3700);
    expect(again.at(-1)).toBe('decoded');
  });

  it('recognises messages that the gateway held for half a minute while its disk was full', () => {
    const held = (connection: number) =>
      Array.from({ length: 1000 }, (_, n) =>
        message({ rain: n % 2 }, { connection, messageId: n + 1, wallAt: NOON + n * 30 + (connection - 1) * 60_000 }),
      );
    const again = outcomes(...held(1), disconnected(1, false), ...held(2)).slice(1000);
    expect(again).toEqual(Array(1000).fill('duplicate'));
  });

  it('does not take a message of a restarted counter for one that was sent long ago', () => {
    const hourOf = (wallAt: number) =>
      Array.from({ length: 300 }, (_, n) => message({ rain: 0 }, { messageId: n + 1, wallAt: wallAt + n * 12_000 }));
    const anew = message({ rain: 0 }, { connection: 2, messageId: 1, wallAt: NOON + 3_700_000 });
    expect(outcomes(...hourOf(NOON), disconnected(1, false), anew).at(-1)).toBe('decoded');
  });

  it('remembers the ids of 256 messages per device', () => {
    const many = Array.from({ length: 257 }, (_, seq) => message({ seq, rain: 1 }));
    const result = outcomes(...many, message({ seq: 1, rain: 1 }), message({ seq: 0, rain: 1 }));
    expect(result.slice(257)).toEqual(['duplicate', 'decoded']);
  });
});
