import { Type } from 'typebox';
import type { Alert } from '../model/alert.ts';
import type { AlertBundle } from '../model/alert-bundle.ts';
import { PROPERTIES } from '../model/property.ts';
import { SEVERITIES } from '../model/scenario.ts';

// What must be right so that a file can be computed with; whether what stands there is true, `verify` says.
const oneOf = (names: readonly string[]) => Type.Union(names.map((name) => Type.Literal(name)));
const orNull = (schema: object) => Type.Union([Type.Unsafe(schema), Type.Null()]);
const Text = Type.String();
const FURTHEST_MILLIS = 8.64e15;
const Instant = Type.Integer({ minimum: -FURTHEST_MILLIS, maximum: FURTHEST_MILLIS });
const Offset = Type.Integer({ minimum: 0 });
const Severity = oneOf(SEVERITIES);
const Quality = oneOf(['good', 'suspect', 'bad']);
const Property = oneOf(Object.keys(PROPERTIES));
const Subject = Type.Object({ kind: Text, id: Text, name: Type.Optional(Text) });
const PerSeverity = Type.Object({ watch: orNull(Instant), warn: orNull(Instant), critical: orNull(Instant) });

const Verdict = Type.Object({
  severity: orNull(Severity),
  isClear: Type.Boolean(),
  keeps: Type.Optional(orNull(Severity)),
  values: Type.Record(Text, Type.Number()),
  because: Type.Array(Text),
});
const source = { deviceId: Text, channel: Text, value: Type.Number(), offset: Offset };
const Contribution = Type.Object({ ...source, observedAt: Instant, quality: Quality });
const ZoneState = Type.Object({
  zoneId: Text,
  property: Property,
  at: Instant,
  value: Type.Number(),
  contributors: Type.Array(Contribution),
  setAside: Type.Array(Type.Object(source)),
});
const Window = Type.Object({
  zoneId: Text,
  zoneKind: Text,
  at: Instant,
  windowSeconds: Type.Number(),
  subject: Type.Optional(Subject),
  states: Type.Record(Text, Type.Array(ZoneState)),
  readings: Type.Record(Text, Type.Array(Contribution)),
});
const Reading = Type.Object({
  ...source,
  property: Property,
  zoneId: orNull(Text),
  observedAt: Instant,
  receivedAt: Instant,
  quality: Type.Object({ level: Quality, reasons: Type.Array(Text) }),
});
const Watch = Type.Object({
  scenarioId: Text,
  zoneId: Text,
  subject: Type.Optional(Subject),
  deviceId: Text,
  channel: Text,
  observedAt: Instant,
  offset: Offset,
  isSound: Type.Boolean(),
  isConfirmed: Type.Boolean(),
  above: Type.Integer(),
  below: Type.Integer(),
  highDevices: Type.Array(Text),
  clearSince: orNull(Instant),
});
const Machine = Type.Object({
  current: orNull(Severity),
  lastAt: orNull(Instant),
  since: PerSeverity,
  goneSince: PerSeverity,
});
const Basis = Type.Union([
  Type.Object({ kind: Type.Literal('hold'), before: Machine }),
  Type.Object({ kind: Type.Literal('late'), was: Verdict, again: Verdict, cause: Text }),
  Type.Object({ kind: oneOf(['watch', 'joint']), before: Watch, joint: orNull(Severity) }),
  Type.Object({ kind: oneOf(['reading', 'switch']) }),
]);
const change = { at: Instant, change: Text, severity: Severity, reason: Text };
const Pack = Type.Object({ id: Text, version: Text, table: Type.Record(Text, Type.Unknown()) });
const Evidence = Type.Object({
  scenarioId: Text,
  scenarioVersion: Text,
  scenarioHash: Text,
  pack: Pack,
  furtherPacks: Type.Optional(Type.Array(Pack)),
  lane: oneOf(['arrival', 'event']),
  window: orNull(Window),
  reading: orNull(Reading),
  zoneKind: Text,
  verdict: Verdict,
  watermark: Instant,
  offset: Offset,
  engine: Type.Object({ version: Text, node: Text }),
  step: Type.Optional(Type.Object({ ...change, alertId: Text, revision: Type.Integer(), basis: Basis })),
});

/** The form of an alert in a file, as the API and exports write it. */
export const ALERT_SHAPE = Type.Unsafe<Alert>(
  Type.Object({
    id: Text,
    revision: Type.Integer(),
    scenarioId: Text,
    lane: oneOf(['arrival', 'event']),
    zoneId: Text,
    subject: Type.Optional(orNull(Subject)),
    status: oneOf(['open', 'acknowledged', 'cleared']),
    severity: Severity,
    peakSeverity: Severity,
    activeAt: Instant,
    raisedAt: Instant,
    clearedAt: orNull(Instant),
    acknowledgedBy: orNull(Text),
    acknowledgedAt: orNull(Instant),
    title: Type.Object({ en: Text, zh: Text }),
    history: Type.Array(Type.Object({ ...change, by: Text, evidenceHash: Type.Optional(Text) })),
    evidence: Evidence,
  }),
);

/** The form of an exported alert. */
export const BUNDLE_SHAPE = Type.Unsafe<AlertBundle>(
  Type.Object({
    kind: Type.Literal('citynerve-alert'),
    format: Type.Literal(1),
    alert: ALERT_SHAPE,
    evidence: Type.Array(Evidence),
  }),
);
