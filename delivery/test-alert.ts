import type { Alert } from '../model/alert.ts';
import type { Evidence } from '../model/evidence.ts';
import type { FoldResult } from '../model/fold.ts';

const evidence: Evidence = {
  scenarioId: 'underpass-flooding',
  scenarioVersion: '1',
  scenarioHash: '',
  pack: {
    id: 'flooding',
    version: '1',
    effectiveFrom: null,
    effectiveUntil: null,
    source: 'a test',
    status: 'project-default',
    table: {},
    vectors: [],
  },
  lane: 'event',
  window: null,
  reading: null,
  zoneKind: 'underpass',
  verdict: { severity: 'warn', isClear: false, values: {}, because: [] },
  watermark: 0,
  offset: 0,
  engine: { version: '0', node: '24' },
};

/** An alert about an underpass; open by default. */
export const alertOf = (id: string, changes: Partial<Alert> = {}): Alert => ({
  id,
  revision: 1,
  scenarioId: 'underpass-flooding',
  lane: 'event',
  zoneId: 'underpass-1',
  subject: null,
  status: 'open',
  severity: 'warn',
  peakSeverity: 'warn',
  activeAt: 0,
  raisedAt: 0,
  clearedAt: null,
  acknowledgedBy: null,
  acknowledgedAt: null,
  title: { en: 'Underpass flooding', zh: '下穿隧道积水' },
  history: [],
  evidence,
  ...changes,
});

/** An alert about a district with 100 devices: 4.2 MB of evidence. */
export const hugeAlertOf = (id: string, changes: Partial<Alert> = {}): Alert => {
  const readings = Array.from({ length: 42_000 }, (_, n) => ({
    deviceId: `rain-${n % 100}`,
    channel: 'rain_mm',
    observedAt: n * 60_000,
    value: n / 10,
    quality: 'good' as const,
    offset: n,
  }));
  const window = { zoneId: 'underpass-1', zoneKind: 'underpass', at: 0, windowSeconds: 3600, states: {} } as const;
  return alertOf(id, {
    ...changes,
    evidence: { ...evidence, window: { ...window, readings: { 'rain.depth': readings } } },
  });
};

/** A fold result that contains only what is given. */
export const resultOf = (nextOffset: number, changes: Partial<FoldResult> = {}): FoldResult => ({
  nextOffset,
  cityTime: 0,
  readings: [],
  requalified: [],
  rejected: [],
  unmapped: [],
  ledger: [],
  states: [],
  alerts: [],
  effects: [],
  evidence: [],
  ...changes,
});
