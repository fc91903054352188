import { describe, expect, test } from 'vitest';
import type { Unmapped } from '../../model/fold.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { Rejected } from '../../model/rejected.ts';
import type { ZoneState } from '../../model/state.ts';
import { alertOf, resultOf } from '../test-alert.ts';
import { createPendingDocuments } from './pending-documents.ts';

const unmapped = (channel: string, count: number): Unmapped => ({
  deviceId: 'rain-1',
  channel,
  count,
  lastOffset: count,
  lastValue: 0,
});
const ledger = (deviceId: string, received: number): LedgerEntry => ({
  deviceId,
  provider: 'p',
  dialect: 'd',
  messages: { received, decoded: received, withoutReadings: 0, duplicate: 0, rejected: 0, inFlight: 0 },
  values: { extracted: 0, storedOnTime: 0, storedLate: 0, duplicate: 0, rejected: 0, unmapped: 0, inFlight: 0 },
  missing: 0,
  refused: 0,
});
const rejected = (offset: number): Rejected => ({
  offset,
  deviceId: 'rain-1',
  topic: 't',
  receivedAt: 0,
  channel: null,
  reason: 'not-decodable',
  detail: '',
});
const state = (property: ZoneState['property'], at: number): ZoneState => ({
  zoneId: 'cell-1',
  property,
  at,
  value: 0,
  uncertainty: 1,
  contributors: [],
  setAside: [],
});

describe('documents between two checkpoints', () => {
  test('keep the newest of each alert, account, channel and zone', () => {
    const pending = createPendingDocuments();
    pending.add(
      resultOf(1, {
        alerts: [alertOf('a'), alertOf('b')],
        ledger: [ledger('rain-1', 1), ledger('rain-2', 1)],
        unmapped: [unmapped('x', 1), unmapped('y', 1)],
        states: [state('rain.depth', 1), state('drain.fill', 1)],
      }),
    );
    pending.add(
      resultOf(2, {
        alerts: [alertOf('a', { revision: 2 })],
        ledger: [ledger('rain-1', 2)],
        unmapped: [unmapped('y', 2)],
        states: [state('rain.depth', 2)],
      }),
    );
    expect(pending.take()).toEqual({
      alerts: [alertOf('a', { revision: 2 }), alertOf('b')],
      ledger: [ledger('rain-1', 2), ledger('rain-2', 1)],
      unmapped: [unmapped('x', 1), unmapped('y', 2)],
      states: [state('rain.depth', 2), state('drain.fill', 1)],
      rejected: [],
      effects: [],
    });
  });

  test('keep every rejection and every effect, in order', () => {
    const pending = createPendingDocuments();
    const effects = [1, 2].map((revision) => ({
      type: 'alert.publish' as const,
      id: `a@${revision}`,
      staleAfter: 0,
      alert: alertOf('a', { revision }),
    }));
    for (const [index, effect] of effects.entries())
      pending.add(resultOf(index + 1, { effects: [effect], rejected: [rejected(index), rejected(index)] }));
    expect(pending.take()).toMatchObject({ effects, rejected: [0, 0, 1, 1].map(rejected) });
  });

  test('begin anew once taken', () => {
    const pending = createPendingDocuments();
    pending.add(resultOf(1, { alerts: [alertOf('a')], rejected: [rejected(0)] }));
    expect([pending.waiting, pending.hasAlert('a'), pending.hasAlert('b')]).toEqual([2, true, false]);
    const taken = pending.take();
    expect([pending.waiting, pending.hasAlert('a')]).toEqual([0, false]);
    pending.add(resultOf(2, { rejected: [rejected(1)] }));
    expect(pending.take()).toMatchObject({ alerts: [], rejected: [rejected(1)] });
    expect(taken.rejected).toEqual([rejected(0)]);
  });
});
