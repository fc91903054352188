import type { ConfigChange } from '../../model/config-change.ts';
import type { JournalBatch, Journalled, JournalRecord } from '../../model/journal-record.ts';
import { telemetryTopic } from '../../simulator/mqtt/driven-clock.ts';
import type { Publication } from '../../simulator/sensing/simulated-device.ts';

/** The journal records that the gateway of a driven city would write, as batches and without a journal. */
export interface CityRecorder {
  /** The first start: configuration, and all devices connect. */
  start(changes: readonly ConfigChange[]): JournalBatch;
  /** City time goes on to `at` (milliseconds since 1970), tick by tick; then these messages arrive. */
  advance(at: number, messages: readonly Pick<Publication, 'deviceId' | 'payload'>[]): JournalBatch;
}

/** A restart begins three seconds after a multiple of its interval and takes five: no message of a step is in it. */
const DOWN_FROM_SECONDS = 3;
const DOWN_UNTIL_SECONDS = 8;
/** Packet identifiers of MQTT have 16 bits, and 0 is none. */
const PACKET_IDS = 65_535;

/** `restartEverySeconds`: a multiple of 10; null: the gateway is never restarted. */
export function createCityRecorder(options: {
  readonly startAt: number;
  readonly deviceIds: readonly string[];
  readonly tickSeconds: number;
  readonly restartEverySeconds: number | null;
}): CityRecorder {
  const { startAt, deviceIds, tickSeconds, restartEverySeconds } = options;
  const packetIds = new Map<string, number>();
  const connections = new Map<string, number>();
  let records: Journalled[] = [];
  let offset = 0;
  let lastAt = startAt;
  let connection = 0;
  let isDown = false;

  const append = (at: number, record: RecordWithoutTimes): void => {
    records.push({ ...record, receivedAt: at, wallAt: at, offset });
    offset += 1;
    lastAt = at;
  };
  const connect = (at: number): void => {
    for (const deviceId of deviceIds) {
      connection += 1;
      connections.set(deviceId, connection);
      append(at, { kind: 'presence', deviceId, connection, present: true, clean: false });
    }
  };
  const second = (at: number): void => {
    if (isDownAt((at - startAt) / 1000, restartEverySeconds)) {
      isDown = true;
      return;
    }
    if (isDown) {
      append(at, { kind: 'gap', since: lastAt, openFrom: offset - 1 });
      connect(at);
      isDown = false;
    }
    append(at, { kind: 'tick' });
  };
  const take = (): JournalBatch => {
    const batch = { records, nextOffset: offset };
    records = [];
    return batch;
  };

  return {
    start(changes) {
      append(startAt, { kind: 'gap', since: startAt, openFrom: null });
      for (const change of changes) append(startAt, { kind: 'config', user: 'city-files', change });
      connect(startAt);
      return take();
    },
    advance(at, messages) {
      const first = startAt + (Math.floor((lastAt - startAt) / 1000 / tickSeconds) + 1) * tickSeconds * 1000;
      for (let now = first; now <= at; now += tickSeconds * 1000) second(now);
      for (const { deviceId, payload } of messages) {
        const messageId = ((packetIds.get(deviceId) ?? 0) % PACKET_IDS) + 1;
        packetIds.set(deviceId, messageId);
        append(at, {
          kind: 'publication',
          deviceId,
          topic: telemetryTopic(deviceId),
          payload,
          qos: 1,
          retain: false,
          dup: false,
          messageId,
          connection: connections.get(deviceId) ?? 0,
        });
      }
      return take();
    },
  };
}

type WithoutTimes<R> = R extends JournalRecord ? Omit<R, 'receivedAt' | 'wallAt'> : never;
type RecordWithoutTimes = WithoutTimes<JournalRecord>;

function isDownAt(seconds: number, everySeconds: number | null): boolean {
  if (everySeconds === null || seconds < everySeconds) return false;
  const since = seconds % everySeconds;
  return since >= DOWN_FROM_SECONDS && since < DOWN_UNTIL_SECONDS;
}
