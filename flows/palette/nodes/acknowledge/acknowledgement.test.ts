import { expect, test } from 'vitest';
import { acknowledgementOf } from './acknowledgement.ts';

const alert = (...changes: string[]) => ({ id: 'a', zoneId: 'cell-1', history: changes.map((change) => ({ change })) });

test.each([
  ['the alert of an alert node', '', { alert: alert('raised'), note: 'seen' }, { alertId: 'a', note: 'seen' }],
  ['an id on its own', '', { alertId: ' b ', payload: 1 }, { alertId: 'b', note: '' }],
  ['an id before the alert', '', { alertId: 'b', alert: alert('raised') }, { alertId: 'b', note: '' }],
  [
    'the note of the node',
    'Ticket {{payload.id}}',
    { alertId: 'b', note: 'x', payload: { id: 7 } },
    { note: 'Ticket 7' },
  ],
  ['an alert that is open again', '', { alert: alert('raised', 'acknowledged', 'escalated') }, { alertId: 'a' }],
])('%s', (_, template, message, expected) => {
  expect(acknowledgementOf(template, message)).toMatchObject(expected);
});

test.each(['acknowledged', 'noted'])('news that it was %s is not answered', (change) => {
  expect(acknowledgementOf('', { alert: alert('raised', change) })).toBe('loop');
  expect(acknowledgementOf('', { alertId: 'a', alert: alert('raised', change) })).toBe('loop');
  expect(acknowledgementOf('', { alertId: 'other', alert: alert('raised', change) })).toMatchObject({
    alertId: 'other',
  });
});

test.each([{}, { alertId: 5 }, { alertId: ' ' }, { alert: 'a' }, { alert: { id: null } }])(
  '%j names no alert',
  (message) => expect(acknowledgementOf('', message)).toBe('no-alert'),
);
