import { Type } from 'typebox';
import type { AlertSubject } from '../../model/alert-subject.ts';
import { SEVERITIES } from '../../model/scenario.ts';
import { EvidenceSchema } from './evidence.ts';
import { BothLanguages, Instant, listOf, oneOf, orNull } from './parts.ts';

const Severity = oneOf(SEVERITIES);
const AlertChange = Type.Object({
  at: Instant,
  change: oneOf(['raised', 'escalated', 'eased', 'acknowledged', 'noted', 'amended', 'withdrawn', 'cleared']),
  severity: Severity,
  by: Type.String({ description: 'Person for an acknowledgement or a note, else `citynerve`.' }),
  reason: Type.String(),
  evidenceHash: Type.Optional(
    Type.String({ description: 'SHA-256 of the evidence of this step; absent: a person made the change.' }),
  ),
  evidenceUrl: Type.Optional(Type.String({ description: 'The evidence of this step.' })),
});
const facts = {
  id: Type.String(),
  revision: Type.Integer(),
  scenarioId: Type.String(),
  lane: oneOf(['arrival', 'event']),
  zoneId: Type.String(),
  subject: Type.Unsafe<AlertSubject | null>({
    description: 'What it is about within the zone (a transformer, a bridge); null: the zone as a whole.',
    anyOf: [
      {
        type: 'object',
        properties: { kind: { type: 'string' }, id: { type: 'string' }, name: { type: 'string' } },
        required: ['kind', 'id'],
      },
      { type: 'null' },
    ],
  }),
  status: oneOf(['open', 'acknowledged', 'cleared']),
  severity: Severity,
  peakSeverity: Severity,
  activeAt: Instant,
  raisedAt: Instant,
  clearedAt: orNull(Instant),
  acknowledgedBy: orNull(Type.String()),
  acknowledgedAt: orNull(Instant),
  title: BothLanguages,
  history: listOf(AlertChange),
  isUnwatched: Type.Optional(
    Type.Boolean({
      description: 'Its scenario is off in its zone: nothing clears or eases it until that is on again.',
    }),
  ),
  isClockHeld: Type.Optional(
    Type.Boolean({ description: 'It was raised while the clock of the city was held: its times may be wrong.' }),
  ),
};

/** An alert in a list, with the URL of its evidence. */
export const AlertSummarySchema = Type.Object({ ...facts, evidenceUrl: Type.String() });
/** An alert with its evidence. */
export const AlertSchema = Type.Object({ ...facts, evidence: EvidenceSchema });
