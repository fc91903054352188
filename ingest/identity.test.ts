import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../devices/dialects/dialects.ts';
import type { JournalRecord } from '../model/journal-record.ts';
import { createDecode } from './decode.ts';
import { createDeduplicate } from './deduplicate.ts';
import { createNormalise } from './normalise.ts';
import { createReconcile } from './reconcile.ts';
import { batchOf, NOON, publication, sampleRegistry } from './sample-city.ts';

/** How a model device tells its measurements apart, and how its MQTT client sends again. */
interface DeviceKind {
  readonly marks: 'time' | 'number' | 'number of one byte' | 'none';
  readonly setsDup: boolean;
  /** What is new before what is sent again, as paho does with what is published in `on_connect`. */
  readonly freshFirst: boolean;
  /** Two gateways of a radio network hear each message that can be told apart, and each adds how well. */
  readonly isHeardTwice: boolean;
}

type Act =
  /** Measures so many times. */
  | { readonly do: 'measure'; readonly count: number; readonly value: number }
  /** What was sent reaches the journal in one commit, its PUBACKs are written, and the device hears so many of them. */
  | { readonly do: 'pass'; readonly heard: number }
  /** What was sent reaches the journal, and the connection breaks before a PUBACK is written. */
  | { readonly do: 'break-before-puback' }
  /** The connection breaks; what was on its way is lost. */
  | { readonly do: 'break' }
  /** What was sent reaches the journal, and the gateway crashes before (or after) it has written the PUBACKs. */
  | { readonly do: 'crash'; readonly isWritten: boolean }
  /** The device starts anew, once nothing of it is open. */
  | { readonly do: 'reboot' };

interface InFlight {
  readonly messageId: number;
  readonly measurement: number;
  readonly payload: Readonly<Record<string, unknown>>;
  /** It was sent before, and its PUBACK was written. */
  isWritten: boolean;
  wasSent: boolean;
}

/** A message of the journal. */
interface Carried {
  readonly measurement: number;
  /** Nothing could show that it is a repeat. */
  readonly isHidden: boolean;
  /** These bytes came under this packet id before. */
  readonly wasThere: boolean;
}

/** A device, its MQTT client and the gateway, as a journal sees them. */
class ModelDevice {
  readonly records: JournalRecord[] = [];
  /** By offset. */
  readonly carried = new Map<number, Carried>();
  /**
   * Measurements whose first copy was lost, and whose next copy looks exactly like a repeat of another measurement: it
   * has DUP = 1, and the bytes of the message that used its packet id last; or its number and bytes are those of an
   * earlier start, and nothing says that the counter began again.
   */
  readonly mistakable = new Set<number>();
  readonly #kind: DeviceKind;
  /** Bytes that came, alone and with their packet id, and the bytes that came last with each id. */
  readonly #uses = new Set<string>();
  readonly #lastUse = new Map<number, string>();
  #inFlight: InFlight[] = [];
  #again: InFlight[] = [];
  #fresh: InFlight[] = [];
  /** Heard with the next PUBACKs. */
  #unheard: InFlight[] = [];
  #measurements = 0;
  #number = 0;
  #boot = 0;
  #lastId = 0;
  #connection = 1;
  #at = NOON;

  constructor(kind: DeviceKind) {
    this.#kind = kind;
  }

  act(act: Act): void {
    this.#at += 5000;
    if (act.do === 'measure') for (let n = 0; n < act.count; n += 1) this.#measure(act.value);
    else if (act.do === 'pass') this.#pass(act.heard);
    else if (act.do === 'break-before-puback') this.#end(this.#commit().map(({ messageId }) => messageId));
    else if (act.do === 'break') this.#lose();
    else if (act.do === 'crash') this.#crash(act.isWritten);
    else if (this.#inFlight.length === 0) this.#reboot();
  }

  #measure(value: number): void {
    const { marks } = this.#kind;
    const number = marks === 'number of one byte' ? this.#number % 256 : this.#number;
    const identity =
      marks === 'time'
        ? { ts: NOON + this.#measurements }
        : marks === 'none'
          ? {}
          : { seq: number, ...(marks === 'number' ? { boot: `b${this.#boot}` } : {}) };
    const messageId = this.#freeId();
    const measurement = this.#measurements;
    this.#measurements += 1;
    this.#number += 1;
    const message = { messageId, measurement, payload: { ...identity, rain: value }, isWritten: false, wasSent: false };
    this.#inFlight.push(message);
    this.#fresh.push(message);
  }

  #freeId(): number {
    do this.#lastId = (this.#lastId % 40) + 1;
    while (this.#inFlight.some(({ messageId }) => messageId === this.#lastId));
    return this.#lastId;
  }

  #commit(): readonly InFlight[] {
    const sent = this.#kind.freshFirst ? [...this.#fresh, ...this.#again] : [...this.#again, ...this.#fresh];
    this.#fresh = [];
    this.#again = [];
    for (const message of sent) {
      const { messageId, measurement, payload, wasSent, isWritten } = message;
      const dup = wasSent && this.#kind.setsDup;
      const text = JSON.stringify(payload);
      const isFirst = this.carried.values().every((each) => each.measurement !== measurement);
      const isLikeAnother =
        (dup && this.#lastUse.get(messageId) === text) ||
        (this.#kind.marks === 'number of one byte' && this.#uses.has(text));
      if (wasSent && isFirst && isLikeAnother) this.mistakable.add(measurement);
      const wasThere = this.#uses.has(`${messageId} ${text}`);
      this.#uses.add(text).add(`${messageId} ${text}`);
      this.#lastUse.set(messageId, text);
      this.carried.set(this.records.length, { measurement, isHidden: isWritten && !dup, wasThere });
      const heard = { receivedAt: this.#at, wallAt: this.#at, connection: this.#connection };
      this.records.push(publication('rain-1', payload, this.#at, { ...heard, messageId, dup }));
      if (this.#kind.isHeardTwice && this.#kind.marks !== 'none') {
        this.carried.set(this.records.length, { measurement, isHidden: false, wasThere: true });
        this.records.push(
          publication('rain-1', { ...payload, rssi: -90 }, this.#at, { ...heard, messageId: 0, qos: 0 }),
        );
      }
      message.wasSent = true;
      // On this connection its PUBACK is not written yet: a former one says no more.
      message.isWritten = false;
    }
    return sent;
  }

  #pass(heard: number): void {
    const sent = this.#commit();
    for (const message of sent) message.isWritten = true;
    const known = [...this.#unheard, ...sent.slice(0, heard)];
    this.#unheard = sent.slice(heard);
    this.#inFlight = this.#inFlight.filter((message) => !known.includes(message));
  }

  /** What was on its way was sent, and did not arrive. */
  #lose(): void {
    for (const message of this.#fresh) message.wasSent = true;
    this.#end([]);
  }

  #end(unacknowledged: readonly number[]): void {
    const times = { receivedAt: this.#at, wallAt: this.#at };
    const at = { deviceId: 'rain-1', connection: this.#connection, present: false, clean: false, ...times };
    this.records.push({ kind: 'presence', ...at, unacknowledged });
    this.#connect(this.#connection + 1);
  }

  #crash(isWritten: boolean): void {
    const openFrom = this.records.length;
    for (const message of this.#commit()) message.isWritten = isWritten;
    const isEmpty = this.records.length === openFrom;
    const times = { receivedAt: this.#at, wallAt: this.#at };
    this.records.push({ kind: 'gap', since: this.#at, openFrom: isEmpty ? null : openFrom, ...times });
    this.#connect(1);
  }

  #connect(connection: number): void {
    this.#connection = connection;
    this.#unheard = [];
    this.#fresh = this.#inFlight.filter(({ wasSent }) => !wasSent);
    this.#again = this.#inFlight.filter(({ wasSent }) => wasSent);
  }

  #reboot(): void {
    this.#end([]);
    this.#boot += 1;
    this.#number = 0;
    this.#lastId = 0;
  }
}

const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('measure' as const),
      count: fc.integer({ min: 1, max: 4 }),
      value: fc.constantFrom(0, 0.2),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pass' as const), heard: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'break-before-puback' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'break' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const), isWritten: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ do: 'reboot' as const }) },
);

/** What stands in the store of each measurement: the offsets that it came from, and whether they are marked. */
function stored(device: ModelDevice) {
  const stages = [createDecode(sampleRegistry(), DIALECTS), createDeduplicate(), createNormalise(), createReconcile()];
  const [decode, deduplicate, normalise, reconcile] = stages as never as readonly [
    ReturnType<typeof createDecode>,
    ReturnType<typeof createDeduplicate>,
    ReturnType<typeof createNormalise>,
    ReturnType<typeof createReconcile>,
  ];
  const { steps } = reconcile.run(normalise.run(deduplicate.run(decode.run(batchOf(device.records)))));
  return steps.flatMap(({ record, values }) =>
    values.map(({ quality, observedAt }) => {
      const carried = device.carried.get(record.offset) ?? { measurement: -1, isHidden: false, wasThere: false };
      return { ...carried, observedAt, isPossible: quality.reasons.includes('possible-repeat') };
    }),
  );
}

const kinds = fc.record({
  marks: fc.constantFrom('time', 'number', 'number of one byte', 'none'),
  setsDup: fc.boolean(),
  freshFirst: fc.boolean(),
  isHeardTwice: fc.boolean(),
} satisfies { [K in keyof DeviceKind]: fc.Arbitrary<DeviceKind[K]> });

describe('identity', () => {
  it('lets every measurement of a device stand once, or tells apart what could not be shown', () => {
    fc.assert(
      fc.property(kinds, fc.array(acts, { minLength: 1, maxLength: 60 }), (kind, list) => {
        const device = new ModelDevice(kind);
        for (const act of list) device.act(act);
        const found = stored(device);
        const reached = new Set([...device.carried.values()].map(({ measurement }) => measurement));
        const copies = Map.groupBy(found, ({ measurement }) => measurement);
        // Nothing that reached the journal is missing, but what could be told from nothing else.
        expect([...reached].filter((each) => !copies.has(each) && !device.mistakable.has(each))).toEqual([]);
        expect([...copies.keys()].filter((each) => !reached.has(each))).toEqual([]);
        // Nothing is marked that certainly was not there before.
        if (kind.marks === 'none') expect(found.filter((each) => each.isPossible && !each.wasThere)).toEqual([]);
        for (const each of copies.values()) {
          // All but one are marked, or came with DUP = 0 behind a PUBACK that was written and not heard.
          const unexplained = each.filter(({ isPossible, isHidden }) => !isPossible && !isHidden);
          expect(unexplained.length).toBeLessThanOrEqual(1);
          if (kind.marks === 'time' || kind.marks === 'number') expect(each).toHaveLength(1);
        }
        // No two share an instant.
        expect(new Set(found.map(({ observedAt }) => observedAt)).size).toBe(found.length);
      }),
      { numRuns: 1000 },
    );
  });
});
