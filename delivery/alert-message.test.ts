import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Alert, AlertChange } from '../model/alert.ts';
import type { Evidence } from '../model/evidence.ts';
import { alertMessage, MAX_MESSAGE_BYTES } from './alert-message.ts';
import { DeliveryError } from './delivery-error.ts';
import { alertOf, hugeAlertOf } from './test-alert.ts';

const changes = (count: number, reason = ''): AlertChange[] =>
  Array.from({ length: count }, (_, at) => ({ at, change: 'amended', severity: 'warn', by: 'citynerve', reason }));

interface Message extends Omit<Alert, 'evidence'> {
  readonly historyOmitted?: number;
  readonly evidence: Partial<Evidence>;
  readonly evidenceHash?: string;
  readonly evidenceUrl?: string;
}
const parse = (alert: Alert): Message => JSON.parse(alertMessage(alert));

describe('the message about an alert', () => {
  test('is the alert itself while that is small', () => {
    expect(parse(alertOf('a', { history: changes(50) }))).toEqual(alertOf('a', { history: changes(50) }));
  });

  test('has the latest 50 changes and the number of earlier ones', () => {
    const message = parse(alertOf('a', { history: changes(70) }));
    expect(message.history).toEqual(changes(70).slice(20));
    expect(message.historyOmitted).toBe(20);
  });

  test('of an alert of 4.2 MB has hash and URL instead of the inputs, and stays within 64 KiB', () => {
    const alert = hugeAlertOf('a/1');
    expect(JSON.stringify(alert).length).toBeGreaterThan(4_200_000);
    const message = parse(alert);
    expect(Buffer.byteLength(alertMessage(alert))).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
    expect(message.evidenceHash).toBe(createHash('sha256').update(JSON.stringify(alert.evidence)).digest('hex'));
    expect(message.evidenceUrl).toBe('/api/alerts/a%2F1/evidence');
    expect(message.evidence).not.toHaveProperty('window');
    expect(message).toMatchObject({ id: 'a/1', revision: 1, evidence: { verdict: alert.evidence.verdict } });
  });

  test('gives the same bytes for the same alert, also after it was read back from JSON', () => {
    const alert = hugeAlertOf('a');
    expect(alertMessage(JSON.parse(JSON.stringify(alert)))).toBe(alertMessage(alert));
  });

  test('leaves out more of the history when notes are long', () => {
    const message = parse(alertOf('a', { history: changes(40, '水'.repeat(1000)) }));
    expect(message.history).toHaveLength(10);
    expect(message.historyOmitted).toBe(30);
  });

  test('that would be too large even so is a permanent failure', () => {
    const alert = alertOf('a', { title: { en: 'x'.repeat(70_000), zh: '' } });
    expect(() => alertMessage(alert)).toThrow(DeliveryError);
    expect(() => alertMessage(alert)).toThrow(expect.objectContaining({ isPermanent: true }));
  });
});
