import type { Alert } from '../../model/alert.ts';
import type { DocumentsBatch } from '../../model/documents-batch.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { Rejected } from '../../model/rejected.ts';
import type { ZoneState } from '../../model/state.ts';

/** An alert for tests. */
export function sampleAlert(changes: Partial<Alert> = {}): Alert {
  return {
    id: 'a1',
    revision: 1,
    scenarioId: 'waterlogging',
    lane: 'event',
    zoneId: 'underpass-1',
    subject: null,
    status: 'open',
    severity: 'warn',
    peakSeverity: 'warn',
    activeAt: 900,
    raisedAt: 1000,
    clearedAt: null,
    acknowledgedBy: null,
    acknowledgedAt: null,
    title: { en: 'Waterlogging', zh: '内涝' },
    history: [],
    evidence: {
      scenarioId: 'waterlogging',
      scenarioVersion: '1',
      scenarioHash: 'h',
      pack: {
        id: 'p',
        version: '1',
        effectiveFrom: null,
        effectiveUntil: null,
        source: 'test',
        status: 'project-default',
        table: {},
        vectors: [],
      },
      lane: 'event',
      window: null,
      reading: null,
      zoneKind: 'underpass',
      verdict: { severity: 'warn', isClear: false, values: { rain60MinutesMm: 0.1 + 0.2 }, because: ['rain'] },
      watermark: 1000,
      offset: 12,
      engine: { version: '0', node: '24' },
    },
    ...changes,
  };
}

export const sampleRejected = (offset: number, changes: Partial<Rejected> = {}): Rejected => ({
  offset,
  deviceId: 'd1',
  topic: 'city/v1/devices/d1/telemetry',
  receivedAt: 1000 + offset,
  channel: null,
  reason: 'not-decodable',
  detail: `message ${offset}`,
  ...changes,
});

export const sampleState = (changes: Partial<ZoneState> = {}): ZoneState => ({
  zoneId: 'cell-1',
  property: 'rain.depth',
  at: 1000,
  value: 1,
  uncertainty: 0.1,
  contributors: [],
  setAside: [],
  ...changes,
});

/** The ledger entry of a device that sent so many messages, all decoded. */
export const sampleLedger = (deviceId: string, received: number): LedgerEntry => ({
  deviceId,
  provider: 'p',
  dialect: 'citynerve-json',
  messages: { received, decoded: received, withoutReadings: 0, duplicate: 0, rejected: 0, inFlight: 0 },
  values: {
    extracted: 0,
    acceptedOnTime: 0,
    acceptedLate: 0,
    duplicate: 0,
    rejected: 0,
    unmapped: 0,
    inFlight: 0,
    timeApproximate: 0,
    possibleRepeat: 0,
    clockHeld: 0,
  },
  missing: 0,
  refused: 0,
});

/** A batch that is empty but for the changes. */
export const sampleBatch = (nextOffset: number, changes: Partial<DocumentsBatch> = {}): DocumentsBatch => ({
  nextOffset,
  cityTime: nextOffset * 1000,
  alerts: [],
  evidence: [],
  rejected: [],
  unmapped: [],
  ledger: [],
  states: [],
  ...changes,
});
