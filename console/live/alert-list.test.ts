import { expect, test } from 'vitest';
import { type AlertMap, compareAlerts, reloaded, severityByZone, withNews } from './alert-list.ts';
import type { ListedAlert } from './api-types.ts';

const alert = (id: string, facts: Partial<ListedAlert> = {}): ListedAlert => ({
  id,
  revision: 1,
  scenarioId: 'waterlogging',
  lane: 'event',
  zoneId: 'cell-1',
  status: 'open',
  severity: 'warn',
  peakSeverity: 'warn',
  activeAt: 0,
  raisedAt: 0,
  clearedAt: null,
  acknowledgedBy: null,
  acknowledgedAt: null,
  subject: null,
  title: { en: 'Waterlogging', zh: '暴雨内涝' },
  history: [],
  ...facts,
});
const held = (...alerts: ListedAlert[]): AlertMap => new Map(alerts.map((each) => [each.id, each]));

test('an older revision that arrives late changes nothing', () => {
  const merged = withNews(held(alert('a', { revision: 3 })), [alert('a', { revision: 2, severity: 'critical' })]);
  expect(merged.get('a')?.severity).toBe('warn');
});

test('an alert that ended while the page was away leaves the list', () => {
  const before = held(alert('gone'), alert('still'));
  expect([...reloaded(before, before, [alert('still')]).keys()]).toEqual(['still']);
});

test('an alert that the stream published while the list was loading stays', () => {
  const before = held(alert('old'));
  const now = withNews(before, [alert('new')]);
  expect([...reloaded(before, now, [alert('old')]).keys()].sort()).toEqual(['new', 'old']);
});

test('a change that the stream published while the list was loading wins over the list', () => {
  const before = held(alert('a'));
  const now = withNews(before, [alert('a', { revision: 2, status: 'acknowledged' })]);
  expect(reloaded(before, now, [alert('a')]).get('a')?.status).toBe('acknowledged');
});

test('unacknowledged alerts come first, the most severe on top', () => {
  const order = [
    alert('cleared', { status: 'cleared', severity: 'critical', raisedAt: 9 }),
    alert('taken', { status: 'acknowledged', severity: 'critical' }),
    alert('watch', { severity: 'watch', raisedAt: 5 }),
    alert('critical', { severity: 'critical' }),
  ].sort(compareAlerts);
  expect(order.map(({ id }) => id)).toEqual(['critical', 'watch', 'taken', 'cleared']);
});

test('a zone shows the highest severity of its active alerts, cleared ones apart', () => {
  const severities = severityByZone([
    alert('a', { severity: 'watch' }),
    alert('b', { severity: 'critical' }),
    alert('c', { zoneId: 'cell-2', status: 'cleared' }),
  ]);
  expect([...severities]).toEqual([['cell-1', 'critical']]);
});
