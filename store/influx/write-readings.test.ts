import { expect, it } from 'vitest';
import { GOOD } from '../../model/quality.ts';
import { createBooksKeeper } from '../books-keeper.ts';
import { createKnownRows } from './known-rows.ts';
import { connectServer } from './server.ts';
import { writeReadings } from './write-readings.ts';

const DAY = Date.UTC(2026, 2, 1);

it('counts a row that is older than the server keeps, and lists only what it refuses', async () => {
  // Nothing is asked of it: all keys are new.
  const address = { host: '127.0.0.1', port: 1, tls: false, database: 'city', version: 1 } as const;
  const server = connectServer({ address, credential: null, timeoutMillis: 1 });
  const reading = (deviceId: string, channel: string, observedAt = DAY) => {
    const who = { deviceId, channel, property: 'rain.depth', zoneId: null } as const;
    return { ...who, observedAt, receivedAt: DAY, value: 1, quality: GOOD, offset: 0 };
  };
  const readings = [reading('a', 'old'), reading('a', 'odd'), reading('a', 'fine'), reading('b', 'old')];
  const send = async (lines: readonly string[]) => {
    const at = lines.filter((line) => !line.includes('channel=fine'));
    if (at.length === 0) return null;
    const words = at[0]?.includes('channel=old') ? 'points beyond retention policy' : 'field type conflict';
    return { detail: `InfluxDB says: partial write: ${words}`, dropped: null, measurement: null };
  };
  const keeper = createBooksKeeper();
  const part = { readings, requalified: [] };
  const { refused, books } = await writeReadings(server, send, { known: createKnownRows(), keeper }, part);
  expect(refused.map((each) => each.reading)).toEqual([readings[1]]);
  keeper.accept(books.changed());
  expect(keeper.books()).toMatchObject([
    { deviceId: 'a', taken: 1, refused: 1, outsideRetention: 1 },
    { deviceId: 'b', taken: 0, refused: 0, outsideRetention: 1 },
  ]);
  server.close();
});
