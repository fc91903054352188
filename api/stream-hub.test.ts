import { describe, expect, test } from 'vitest';
import type { Reading } from '../model/reading.ts';
import type { LiveEvent, LiveTopic } from './live-event.ts';
import { createStreamHub, MAX_UNSENT_BYTES } from './stream-hub.ts';
import { ALERT } from './test-city.ts';

const page = (writableLength = 0) => ({
  writableLength,
  heard: [] as string[],
  fate: 'listening',
  write(text: string) {
    this.heard.push(text);
  },
  destroy() {
    this.fate = 'cut off';
  },
  end() {
    this.fate = 'ended';
  },
});
const listener = (client: ReturnType<typeof page>, topics: readonly LiveTopic[], isAllowed = true) => ({
  user: 'anna',
  client,
  topics: new Set(topics),
  isStillAllowed: () => isAllowed,
});
const nothing: LiveEvent = { topic: 'readings', data: [] };

describe('the stream hub', () => {
  test('sends each page only its topics, and alerts without their evidence', () => {
    const hub = createStreamHub({});
    const [alerts, readings] = [page(), page()];
    hub.add(listener(alerts, ['alerts', 'city']));
    hub.add(listener(readings, ['readings']));
    hub.publish({ topic: 'alerts', data: [ALERT] });
    hub.publish(nothing);
    expect(readings.heard).toEqual(['event: readings\ndata: []\n\n']);
    const [text = ''] = alerts.heard;
    expect(text).toMatch(/^event: alerts\ndata: .*\n\n$/);
    const [told] = JSON.parse(text.slice('event: alerts\ndata: '.length));
    expect(told.evidence).toBeUndefined();
    expect(told.evidenceUrl).toBe(`/api/alerts/${encodeURIComponent(ALERT.id)}/evidence`);
  });

  test('sends only the readings that pass the filter, and serialises once for equal filters', () => {
    const hub = createStreamHub({});
    let asked = 0;
    const filter = (deviceId: string) => ({
      key: deviceId,
      matches: (one: Reading) => {
        asked += 1;
        return one.deviceId === deviceId;
      },
    });
    const [first, second, other, none] = [page(), page(), page(), page()];
    hub.add({ ...listener(first, ['readings', 'city']), filter: filter('rain-1') });
    hub.add({ ...listener(second, ['readings']), filter: filter('rain-1') });
    hub.add({ ...listener(other, ['readings']), filter: filter('rain-2') });
    hub.add({ ...listener(none, ['readings']), filter: filter('rain-3') });
    const data = [{ deviceId: 'rain-1' }, { deviceId: 'rain-2' }] as unknown as readonly Reading[];
    hub.publish({ topic: 'readings', data });
    expect(first.heard).toEqual(['event: readings\ndata: [{"deviceId":"rain-1"}]\n\n']);
    expect(second.heard).toEqual(first.heard);
    expect(other.heard).toEqual(['event: readings\ndata: [{"deviceId":"rain-2"}]\n\n']);
    expect(none.heard).toEqual([]);
    expect(asked).toBe(6);
    hub.publish({
      topic: 'city',
      data: { cityTime: 1, lag: { records: 0, ageSeconds: 0, durableOffset: 0, foldedOffset: 0 } },
    });
    expect(first.heard).toHaveLength(2);
  });

  test('closes only the stream whose unsent bytes exceed the limit', () => {
    const hub = createStreamHub({ afterTurn: (callback) => callback() });
    const [slow, quick] = [page(MAX_UNSENT_BYTES + 1), page(MAX_UNSENT_BYTES)];
    hub.add(listener(slow, ['readings']));
    hub.add(listener(quick, ['readings']));
    hub.publish(nothing);
    expect([slow.fate, quick.fate]).toEqual(['cut off', 'listening']);
    expect([slow.heard.length, quick.heard.length, hub.size]).toEqual([0, 1, 1]);
  });

  test('a burst within one turn of the event loop closes no stream, because nothing could be sent in between', () => {
    const turns: (() => void)[] = [];
    const hub = createStreamHub({ afterTurn: (callback) => turns.push(callback) });
    const healthy = page();
    hub.add(listener(healthy, ['readings']));
    hub.publish(nothing);
    healthy.writableLength = MAX_UNSENT_BYTES * 4;
    hub.publish(nothing);
    expect(healthy.fate).toBe('listening');
    for (const end of turns) end();
    hub.publish(nothing);
    expect(healthy.fate).toBe('cut off');
  });

  test('a heartbeat ends the stream of a session that has ended', () => {
    const hub = createStreamHub({});
    const [gone, here] = [page(), page()];
    hub.add(listener(gone, ['city'], false));
    hub.add(listener(here, ['city']));
    hub.heartbeat();
    expect([gone.fate, here.fate, hub.size]).toEqual(['ended', 'listening', 1]);
    expect(here.heard).toEqual([': still here\n\n']);
  });

  test('accepts no more streams than the limit, and another one when one has closed', () => {
    const hub = createStreamHub({ maxClients: 1 });
    const leave = hub.add(listener(page(), []));
    expect(hub.add(listener(page(), []))).toBe('too many');
    if (typeof leave === 'function') leave();
    expect(hub.add(listener(page(), []))).toBeTypeOf('function');
  });

  test('one user has no more streams than their limit, and everybody else still gets theirs', () => {
    const hub = createStreamHub({ maxClientsOfUser: 2 });
    const add = (user: string) => typeof hub.add({ ...listener(page(), []), user });
    expect([add('anna'), add('anna'), add('wang'), add('anna')]).toEqual([
      'function',
      'function',
      'function',
      'string',
    ]);
    expect(hub.add({ ...listener(page(), []), user: 'anna' })).toBe('too many of this user');
    expect(add('wang')).toBe('function');
  });

  test('closing ends every stream', () => {
    const hub = createStreamHub({});
    const client = page();
    hub.add(listener(client, []));
    hub.close();
    expect([client.fate, hub.size]).toEqual(['ended', 0]);
  });
});
