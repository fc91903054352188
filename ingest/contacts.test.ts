import { describe, expect, it } from 'vitest';
import { Contacts } from './contacts.ts';
import { NOON } from './sample-city.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Hears a device of one reading a minute at these seconds after noon, each on a connection. */
function hear(...messages: readonly (readonly [second: number, connection: number])[]) {
  const contacts = new Contacts();
  return messages.map(([second, connection]) => {
    const { from, isKeptBack } = contacts.hear('d', connection, NOON + second * SECOND, 60);
    return [(from - NOON) / SECOND, isKeptBack];
  });
}

describe('contacts', () => {
  it('says of what comes in its time nothing but when the device was last heard', () => {
    expect(hear([0, 1], [60, 1], [120, 1]).slice(1)).toEqual([
      [0, false],
      [60, false],
    ]);
  });

  it('takes a burst on a new connection for what was kept back since the last contact', () => {
    const burst = hear([0, 1], [60, 1], [600, 2], [600, 2], [600.2, 2], [601.1, 2], [661, 2]);
    expect(burst.slice(2)).toEqual([
      [60, true],
      [60, true],
      [60, true],
      [60, true],
      [601.1, false],
    ]);
  });

  it('takes the single message of a gauge that connects for each reading, in its time, as it comes', () => {
    expect(hear([0, 1], [60, 2], [120, 3]).slice(1)).toEqual([
      [0, false],
      [60, false],
    ]);
  });

  it('does not know how far back the first messages of a device reach', () => {
    expect(hear([0, 1], [0, 1], [0.5, 1], [60, 1])).toEqual([
      [0, true],
      [0, true],
      [0, true],
      [0.5, false],
    ]);
  });

  it('ends a burst that goes on for longer than any backlog', () => {
    const fast = hear(...Array.from({ length: 1300 }, (_, n) => [n / 2, 1] as const));
    expect(fast.filter(([, isKeptBack]) => isKeptBack)).toHaveLength(1201);
  });

  it('goes on from its snapshot, forgets a device, and knows that a gateway was away', () => {
    const contacts = new Contacts();
    contacts.hear('d', 1, NOON, 60);
    const restored = new Contacts();
    restored.restore(JSON.parse(JSON.stringify(contacts.snapshot())));
    restored.interrupt();
    expect(restored.hear('d', 1, NOON + 10 * MINUTE, 60)).toMatchObject({ from: NOON, isKeptBack: true });
    restored.forget('d');
    expect(restored.snapshot()).toEqual([]);
  });
});
