// Above 300 lines because it is one list of short cases: what shows a repeat, and what does not.

import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../devices/dialects/dialects.ts';
import type { Device } from '../model/device.ts';
import type { JournalRecord, PresenceRecord, PublicationRecord } from '../model/journal-record.ts';
import type { MessageStep } from './batch.ts';
import { createDecode } from './decode.ts';
import { createDeduplicate } from './deduplicate.ts';
import { expectStage } from './marbles.ts';
import { batchOf, NOON, publication, SAMPLE_DEVICES, sampleRegistry } from './sample-city.ts';

const decoded = (...records: JournalRecord[]) => createDecode(sampleRegistry(), DIALECTS).run(batchOf(records));
const steps = (...records: JournalRecord[]) => createDeduplicate().run(decoded(...records)).steps;
/** What becomes of each message: `possible` where it is kept as a possible repeat. */
const outcomes = (...records: JournalRecord[]) =>
  steps(...records).flatMap(({ tally, message }) => {
    if (tally === null) return [];
    return message?.isPossibleRepeat ? 'possible' : tally.outcome;
  });

const said = (message: Readonly<Record<string, unknown>>, changes: Partial<PublicationRecord> = {}) =>
  publication('rain-1', message, NOON, changes);
const rain = (changes: Partial<PublicationRecord> = {}, value = 0.4) => said({ rain: value }, changes);
const presence = (changes: Partial<PresenceRecord>): JournalRecord => ({
  kind: 'presence',
  deviceId: 'rain-1',
  connection: 1,
  present: false,
  clean: false,
  receivedAt: NOON,
  wallAt: NOON,
  ...changes,
});
/** The end of a connection that left these acknowledgements unwritten. */
const left = (connection: number, unacknowledged: readonly number[] = []): JournalRecord =>
  presence({ connection, unacknowledged });
const gap = (openFrom: number | null): JournalRecord => ({
  kind: 'gap',
  since: NOON,
  openFrom,
  receivedAt: NOON,
  wallAt: NOON,
});
const HOUR = 3_600_000;
const repeated = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('deduplicate', () => {
  it('lets a message with its own id take effect once, in this batch or a later one', () => {
    expectStage(
      createDeduplicate(),
      { a: decoded(said({ seq: 1, rain: 1 })), b: decoded(said({ seq: 1, rain: 1 }), said({ seq: 2, rain: 1 })) },
      ({ steps: each }) => each.map(({ tally, message }) => [tally?.outcome, message !== null]),
      {
        a: [['decoded', true]],
        b: [
          ['duplicate', false],
          ['decoded', true],
        ],
      },
    );
  });

  it('takes the same number with other bytes for another message', () => {
    expect(outcomes(said({ seq: 1, rain: 1 }), said({ seq: 1, rain: 2 }))).toEqual(['decoded', 'decoded']);
  });

  it('chirpstack-application-server#460: a number again, of which only the reception differs, is one measurement', () => {
    const heard = (rssi: number, seconds: number, fields = {}) =>
      said(
        { boot: 'join-1', seq: 104, rain: 0.2, rssi, ...fields },
        { wallAt: NOON + seconds * 1000, qos: 0, messageId: 0 },
      );
    expect(outcomes(heard(-73, 0), heard(-76, 48))).toEqual(['decoded', 'duplicate']);
    // Without the id of a boot the counter may have begun again; after a day nothing is sent again.
    expect(outcomes(heard(-73, 0, { boot: undefined }), heard(-76, 48, { boot: undefined }))).toEqual([
      'decoded',
      'possible',
    ]);
    expect(outcomes(heard(-73, 0), heard(-76, 25 * 3600))).toEqual(['decoded', 'possible']);
    // Other values may be another version of the measurement: they are kept, and marked.
    expect(outcomes(heard(-73, 0), heard(-76, 48, { rain: 0.4 }))).toEqual(['decoded', 'possible']);
    expect(outcomes(heard(-73, 0), heard(-76, 25 * 3600, { rain: 0.4 }))).toEqual(['decoded', 'decoded']);
    // With a time of its own a value is told apart by it.
    const timed = [heard(-73, 0, { ts: NOON }), heard(-76, 48, { ts: NOON + 60_000 })];
    expect(outcomes(...timed)).toEqual(['decoded', 'decoded']);
  });

  it('takes one number for each round of a device, a message for each channel, for as many measurements', () => {
    const registry = sampleRegistry();
    registry.apply({ type: 'device.put', device: { ...(SAMPLE_DEVICES[0] as Device), model: 'weather-station' } });
    const round = ['temperature', 'humidity', 'pressure'].map((channel) => said({ boot: 'b', seq: 7, [channel]: 20 }));
    const { steps: found } = createDeduplicate().run(createDecode(registry, DIALECTS).run(batchOf(round)));
    expect(found.map(({ message }) => message !== null && message.isPossibleRepeat !== true)).toEqual(
      repeated(3, true),
    );
  });

  it('drops nothing of a counter of one byte that went on for half its range unheard, on whatever connection', () => {
    const said8 = (n: number, boot: string | undefined, hours = 0) =>
      said({ boot, seq: n % 256, rain: 0 }, { messageId: 0, qos: 0, wallAt: NOON + hours * HOUR });
    for (const boot of ['b', undefined]) {
      const before = Array.from({ length: 300 }, (_, n) => said8(n, boot));
      const after = Array.from({ length: 120 }, (_, n) => said8(450 + n, boot, 3));
      expect(outcomes(...before, ...after).filter((outcome) => outcome === 'duplicate')).toEqual([]);
    }
  });

  it('recognises the id of a dialect on whatever connection it comes, and what it measured by the values', () => {
    const named = ({ steps: each, ...rest }: ReturnType<typeof decoded>) => ({
      ...rest,
      steps: each.map((step) => {
        if (step.message === null) return step;
        const { decoded: told } = step.message;
        return { ...step, message: { ...step.message, decoded: { ...told, messageKey: 'uplink-9', sequence: null } } };
      }),
    });
    const by = (deviceId: string, rain: number, rssi: number) => {
      const [step] = decoded(said({ rain, rssi }, { qos: 0, messageId: 0 })).steps as [MessageStep];
      return { ...step, record: { ...step.record, deviceId } as typeof step.record };
    };
    const all = [by('lora-1', 0.2, -73), by('lora-2', 0.2, -90), by('lora-1', 0.4, -73), by('lora-2', 0.2, -73)];
    const stage = createDeduplicate();
    const [first, ...others] = all as [MessageStep, ...MessageStep[]];
    const batch = { nextOffset: 1, rejected: [], unmapped: [] };
    stage.run(named({ ...batch, steps: [first] }));
    const restored = createDeduplicate();
    restored.restore(JSON.parse(JSON.stringify(stage.snapshot())));
    const { steps: judged } = restored.run(named({ ...batch, steps: others }));
    expect(judged.map(({ tally, message }) => message?.isPossibleRepeat ?? tally?.outcome)).toEqual([
      'duplicate',
      true,
      'duplicate',
    ]);
  });

  it('keeps ids apart by boot and by device', () => {
    const other = publication('rain-2', { seq: 1, rain: 1 }, NOON);
    const messages = [said({ seq: 1, rain: 1 }), said({ boot: 'b', seq: 1, rain: 1 }), other];
    expect(outcomes(...messages)).toEqual(['decoded', 'decoded', 'decoded']);
  });

  it('takes a mere repeat on one connection for a reading, with whatever packet id', () => {
    expect(outcomes(rain(), rain(), rain({ messageId: 2 }))).toEqual(['decoded', 'decoded', 'decoded']);
  });

  it('case 6: the same id and bytes on each new connection are new where every PUBACK was written', () => {
    const powerCycles = Array.from({ length: 1000 }, (_, n) => {
      const at = { connection: n + 1, wallAt: NOON + n * 600_000, receivedAt: NOON + n * 600_000 };
      return [rain(at), left(n + 1)];
    });
    expect(outcomes(...powerCycles.flat())).toEqual(repeated(1000, 'decoded'));
  });

  it('case 9b: with DUP = 0 it is a repeat on the connections after one whose PUBACK was not written', () => {
    const cut = (connection: number) => [rain({ connection, messageId: 5 }), left(connection, [5])];
    const fourth = [rain({ connection: 4, messageId: 5 }), left(4), rain({ connection: 5, messageId: 5 })];
    expect(outcomes(...cut(1), ...cut(2), ...cut(3), ...fourth)).toEqual([
      'decoded',
      'duplicate',
      'duplicate',
      'duplicate',
      // It was acknowledged on the fourth: the fifth brings another measurement.
      'decoded',
    ]);
  });

  it('takes other bytes, another id, or a day that went by, for a new message', () => {
    const first = [rain({ messageId: 5 }), left(1, [5])];
    const again = { connection: 2, messageId: 5 };
    expect(outcomes(...first, rain(again, 0.6), rain(again))).toEqual(['decoded', 'decoded', 'decoded']);
    expect(outcomes(...first, rain({ ...again, messageId: 6 }))).toEqual(['decoded', 'decoded']);
    expect(outcomes(...first, rain({ ...again, wallAt: NOON + 25 * HOUR }))).toEqual(['decoded', 'decoded']);
  });

  it('does not lose a message whose id was used before on its connection and that itself was not journalled', () => {
    // The second message with id 1 never reached the journal, so its id is not in the list.
    expect(outcomes(rain(), left(1, []), rain({ connection: 2 }))).toEqual(['decoded', 'decoded']);
  });

  it('takes what stood in the last commit before a crash for unacknowledged, and nothing before it', () => {
    const [early, late] = [rain({ messageId: 1 }), rain({ messageId: 2 })];
    const again = [rain({ messageId: 1 }), rain({ messageId: 2 })];
    expect(outcomes(early, late, gap(1), ...again)).toEqual(['decoded', 'decoded', 'decoded', 'duplicate']);
    expect(outcomes(early, late, gap(null), ...again)).toEqual(repeated(4, 'decoded'));
  });

  it('case 9: DUP = 1 is looked for over all earlier connections, also behind something new', () => {
    const old = [1, 2, 3].map((messageId) => rain({ messageId }, messageId));
    const resent = [1, 2, 3].map((messageId) => rain({ messageId, connection: 3, dup: true }, messageId));
    const fresh = rain({ messageId: 4, connection: 2 }, 9);
    const records = [...old, left(1, []), fresh, left(2, [4]), rain({ messageId: 5, connection: 3 }, 9), ...resent];
    expect(outcomes(...records).slice(-4)).toEqual(['decoded', 'duplicate', 'duplicate', 'duplicate']);
  });

  it('takes DUP = 1 for new where the journal has no copy: the first one was lost on its way', () => {
    const again = (changes: Partial<PublicationRecord>) => rain({ connection: 2, dup: true, ...changes });
    // Its id was used for other bytes, or for none.
    expect(outcomes(rain({}, 0.2), left(1, []), again({}))).toEqual(['decoded', 'decoded']);
    expect(outcomes(rain(), left(1, []), again({ messageId: 9 }))).toEqual(['decoded', 'decoded']);
    expect(outcomes(again({}))).toEqual(['decoded']);
  });

  it('keeps DUP = 1 as a possible repeat where a day went by, or others used its id meanwhile', () => {
    const again = (changes: Partial<PublicationRecord>) => rain({ connection: 2, dup: true, ...changes });
    expect(outcomes(rain(), left(1, []), again({ wallAt: NOON + 25 * HOUR }))).toEqual(['decoded', 'possible']);
    expect(outcomes(rain(), rain({}, 0.2), left(1, []), again({}))).toEqual(['decoded', 'decoded', 'possible']);
    // A number shows that it is none.
    const numbered = said({ seq: 2, rain: 1 }, { connection: 2, messageId: 1, dup: true });
    expect(outcomes(said({ seq: 1, rain: 1 }), rain(), left(1, []), numbered)).toEqual(repeated(3, 'decoded'));
  });

  describe('DUP = 1 of a message that is not remembered one by one', () => {
    const MINUTE = 60_000;
    /** A gauge that has sent a message a minute, each with an id of its own. */
    const sent = (count: number) =>
      Array.from({ length: count }, (_, n) => rain({ messageId: n + 1, wallAt: NOON + n * MINUTE }));
    const again = (messageId: number, minute: number) =>
      rain({ messageId, connection: 2, dup: true, wallAt: NOON + minute * MINUTE });
    /** What becomes of the last message. */
    const last = (...records: JournalRecord[]) => outcomes(...records).at(-1);

    it('is possible where it was sent, and new where it certainly was not', () => {
      expect(last(...sent(1000), left(1, []), again(3, 1000))).toBe('possible');
      expect(last(...sent(1000), left(1, []), again(1001, 1000))).toBe('decoded');
      // Longer ago than it may come again, and longer than anything is remembered.
      expect(last(...sent(8000), left(1, []), again(8001, 8000))).toBe('decoded');
    });

    it('is possible where a device has sent more in a day than anybody remembers', () => {
      const fast = Array.from({ length: 9000 }, (_, n) => rain({ messageId: n + 1, wallAt: NOON + n * 1000 }));
      expect(last(...fast, left(1, []), again(9001, 150))).toBe('possible');
    });

    it('is possible within a day of a device of this name that was removed, and of an earlier checkpoint', () => {
      const removal = { kind: 'config', change: { type: 'device.remove', deviceId: 'rain-2' }, user: 'u' } as const;
      const removed: JournalRecord = { ...removal, receivedAt: NOON, wallAt: NOON };
      expect(last(removed, again(1, 1))).toBe('possible');
      expect(last(removed, again(1, 25 * 60))).toBe('decoded');
      const stage = createDeduplicate();
      stage.restore([]);
      const { steps: judged } = stage.run(decoded(again(1, 0), again(2, 25 * 60)));
      expect(judged.map(({ message }) => message?.isPossibleRepeat ?? false)).toEqual([true, false]);
    });

    it('is judged the same behind a checkpoint', () => {
      const stage = createDeduplicate();
      stage.run(decoded(...sent(1000)));
      const after = createDeduplicate();
      after.restore(JSON.parse(JSON.stringify(stage.snapshot())));
      expect(after.snapshot()).toEqual(stage.snapshot());
      const { steps: judged } = after.run(decoded(left(1, []), again(3, 1000), again(1001, 1000)));
      expect(judged.map(({ message }) => message?.isPossibleRepeat ?? false)).toEqual([false, true, false]);
    });
  });

  it('keeps as possible what an earlier version journalled without a word on acknowledgements', () => {
    const records = [rain({ messageId: 5 }), presence({}), rain({ connection: 2, messageId: 5 })];
    expect(outcomes(...records)).toEqual(['decoded', 'possible']);
  });

  it('leaves QoS 0 alone', () => {
    const sent = rain({ qos: 0, messageId: 0 });
    expect(outcomes(sent, left(1), { ...sent, connection: 2 })).toEqual(['decoded', 'decoded']);
  });

  it('case 7: a sequence number of one byte comes round, and begins again, without a message taken for another', () => {
    const wrapped = Array.from({ length: 1024 }, (_, n) => said({ seq: n % 256, rain: 0 }, { messageId: n + 1 }));
    const rebooted = Array.from({ length: 30 }, (_, n) =>
      said({ seq: n, rain: 0 }, { connection: 2, messageId: n + 1 }),
    );
    expect(outcomes(...wrapped, left(1), ...rebooted)).toEqual(repeated(1054, 'decoded'));
    // One that was cut off in the middle of its range begins again at a number that it used lately.
    const kept = outcomes(...wrapped.slice(0, 350), left(1), ...rebooted).slice(350);
    expect(kept.filter((outcome) => outcome === 'duplicate')).toEqual([]);
  });

  it('recognises a numbered message on another connection, and none of a counter that begins anew', () => {
    const numbered = (seq: number, connection: number) => said({ seq, rain: 0 }, { connection, messageId: seq + 1 });
    const first = Array.from({ length: 20 }, (_, seq) => numbered(seq, 1));
    expect(outcomes(...first, left(1), numbered(17, 2), numbered(18, 2), numbered(20, 2)).slice(20)).toEqual([
      'duplicate',
      'duplicate',
      'decoded',
    ]);
    expect(outcomes(...first, left(1), numbered(0, 2), numbered(1, 2)).slice(20)).toEqual(['possible', 'possible']);
    // What is new came first, and what is sent again behind it.
    expect(outcomes(...first, left(1), numbered(1, 2), numbered(0, 2)).slice(20)).toEqual(['possible', 'possible']);
  });

  it('reads messages of two boots in turn, as a device sends them that has a store', () => {
    const of = (boot: string, seq: number) => said({ boot, seq, rain: 0 });
    const mixed = [of('a', 7), of('b', 1), of('a', 5), of('b', 2), of('a', 5), of('b', 1), of('b', 3)];
    expect(outcomes(...mixed)).toEqual([...repeated(4, 'decoded'), 'duplicate', 'duplicate', 'decoded']);
  });

  it('case 12: what a bridge retains is a repeat when it connects again; of a device itself only perhaps', () => {
    const kept = (connection: number, value = 0.2) => rain({ connection, retain: true, messageId: connection }, value);
    const bridge = (connection: number) => presence({ connection, present: true, isBridge: true });
    const bridged = [bridge(1), kept(1), kept(1), left(1), bridge(2), kept(2), left(2), bridge(3), kept(3), kept(3, 1)];
    expect(outcomes(...bridged)).toEqual(['decoded', 'decoded', 'duplicate', 'duplicate', 'decoded']);
    expect(outcomes(kept(1), left(1), kept(2))).toEqual(['decoded', 'possible']);
  });

  it('remembers across a checkpoint what was left unacknowledged, what had a number, and what is retained', () => {
    const before = createDeduplicate();
    const retained = { retain: true, messageId: 7 };
    before.run(decoded(rain({ messageId: 5 }), said({ seq: 9, rain: 1 }), rain(retained, 3), left(1, [5])));
    const after = createDeduplicate();
    after.restore(JSON.parse(JSON.stringify(before.snapshot())));
    const again = decoded(
      rain({ messageId: 5, connection: 2 }),
      said({ seq: 9, rain: 1 }, { connection: 2 }),
      rain({ ...retained, connection: 2 }, 3),
    );
    expect(after.run(again).steps.map(({ tally }) => tally?.outcome)).toEqual(['duplicate', 'duplicate', 'decoded']);
    expect(after.snapshot()).toEqual(JSON.parse(JSON.stringify(after.snapshot())));
  });

  it('goes on from a checkpoint of an earlier version with nothing remembered', () => {
    const stage = createDeduplicate();
    stage.restore([['rain-1', { keys: { numbers: [1], next: 1 }, connection: 1, sent: { numbers: [], next: 0 } }]]);
    expect(stage.run(decoded(rain())).steps[0]?.tally?.outcome).toBe('decoded');
  });

  const kinds = {
    'with a number': (n: number) => ({ boot: 'b', seq: n, rain: 1 }),
    'with a time': (n: number) => ({ ts: NOON + n, rain: 1 }),
    'with neither': (n: number) => ({ rain: n % 2 }),
  };
  it.each(Object.entries(kinds))('recognises a whole window that comes again, messages %s', (_, message) => {
    const window = (connection: number, count: number) =>
      Array.from({ length: count }, (_unused, n) => said(message(n), { connection, messageId: n + 1 }));
    const ids = (count: number) => Array.from({ length: count }, (_unused, n) => n + 1);
    const fresh = said(message(4001), { connection: 3, messageId: 4001 });
    // The second break comes before the device has sent all of it again.
    const again = [...window(2, 700), left(2, ids(700)), ...window(3, 3000), fresh];
    const found = outcomes(...window(1, 3000), gap(0), ...again);
    expect(found).toEqual([...repeated(3000, 'decoded'), ...repeated(3700, 'duplicate'), 'decoded']);
  });

  it('recognises what a gateway held for half a minute while its disk was full', () => {
    const held = (connection: number) =>
      Array.from({ length: 1000 }, (_, n) =>
        said({ rain: n % 2 }, { connection, messageId: n + 1, wallAt: NOON + n * 30 + (connection - 1) * 60_000 }),
      );
    const ids = Array.from({ length: 1000 }, (_, n) => n + 1);
    expect(outcomes(...held(1), left(1, ids), ...held(2)).slice(1000)).toEqual(repeated(1000, 'duplicate'));
  });

  it('forgets a device that is removed', () => {
    const stage = createDeduplicate();
    const removal = { kind: 'config', change: { type: 'device.remove', deviceId: 'rain-1' } } as const;
    stage.run(decoded(said({ seq: 1, rain: 1 }), { ...removal, user: 'u', receivedAt: NOON, wallAt: NOON }));
    expect(stage.snapshot()).toEqual({ identities: [], sequences: [], keyed: [], unknownUntil: NOON });
  });
});
