import { Type } from 'typebox';
import type { Evidence } from '../../model/evidence.ts';

const free = (description: string) => ({ type: 'object', description, additionalProperties: true });

/** The evidence of an alert: everything that is needed to recompute its verdict. Returned unchanged, byte for byte. */
export const EvidenceSchema = Type.Unsafe<Evidence>({
  type: 'object',
  description: 'Self-contained; `npm run citynerve -- verify ALERT` recomputes it from the journal.',
  properties: {
    scenarioId: { type: 'string' },
    scenarioVersion: { type: 'string' },
    scenarioHash: { type: 'string', description: 'SHA-256 of the canonical text of scenario id, version and packs.' },
    pack: free("The scenario's own standards pack as it was, parameters and all."),
    furtherPacks: {
      type: 'array',
      description: 'Further standards packs that the scenario used; absent: none.',
      items: free('A standards pack as it was.'),
    },
    lane: { type: 'string', enum: ['arrival', 'event'] },
    window: { ...free('Event lane: what the scenario saw.'), type: ['object', 'null'] },
    reading: { ...free('Arrival lane: the one reading.'), type: ['object', 'null'] },
    zoneKind: { type: 'string' },
    verdict: free('Severity, whether it is clear, rounded values, and the conditions that held.'),
    watermark: { type: 'integer', description: 'Event time up to which the fold considered its input complete.' },
    offset: { type: 'integer', description: 'Journal offset of the record that led to it.' },
    engine: free('Version of Citynerve and Node line.'),
    step: free(
      'The step of the alert that it is about, as in its history, and what it was decided on beside the verdict (absent before 0.2).',
    ),
  },
  required: [
    'scenarioId',
    'scenarioVersion',
    'scenarioHash',
    'pack',
    'lane',
    'verdict',
    'watermark',
    'offset',
    'engine',
  ],
});
