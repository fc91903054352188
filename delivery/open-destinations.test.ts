import { expect, onTestFinished, test } from 'vitest';
import { cursorFileName, openDestinations } from './open-destinations.ts';

test('a city has its own MQTT as a destination, and its webhooks and e-mail addresses with the secret of each', async () => {
  const asked: string[] = [];
  const destinations = openDestinations({
    mqtt: { url: 'mqtt://127.0.0.1:1', token: 'secret' },
    alerts: {
      webhooks: [
        { name: 'duty', url: 'https://duty.example/', severities: ['critical'] },
        { name: 'press', url: 'https://press.example/', severities: ['warn', 'critical'] },
      ],
      emails: [
        { name: 'duty', host: 'mail', port: 25, from: 'a@b.example', to: ['c@d.example'], severities: ['critical'] },
      ],
    },
    webhookSecret: (name) => {
      asked.push(`webhook ${name}`);
      return 'secret';
    },
    emailLogin: (name) => {
      asked.push(`email ${name}`);
      return null;
    },
    words: {
      timeZone: 'UTC',
      city: { en: 'Riverton', zh: '河城' },
      zoneName: () => null,
      pageUrl: null,
      verifyCommand: (id) => `verify ${id}`,
    },
    onError: () => {},
    now: () => 0,
    after: () => () => {},
  });
  onTestFinished(async () => {
    for (const destination of destinations) await destination.close();
  });
  const names = destinations.map(({ name }) => name);
  expect(names).toEqual(['mqtt', 'webhook:duty', 'webhook:press', 'email:duty']);
  expect(asked).toEqual(['webhook duty', 'webhook press', 'email duty']);
  // Each has a cursor file with a name that is valid on every file system.
  expect(names.map(cursorFileName)).toEqual([
    'mqtt.cursor',
    'webhook-duty.cursor',
    'webhook-press.cursor',
    'email-duty.cursor',
  ]);
  expect(JSON.stringify(destinations.map((destination) => destination.health()))).not.toContain('secret');
});
