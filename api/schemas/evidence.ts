import { Type } from 'typebox';
import type { Evidence } from '../../model/evidence.ts';

const free = (description: string) => ({ type: 'object', description, additionalProperties: true });

/** Everything that is needed to compute an alert's verdict again. Handed out as it was written, to the byte. */
export const EvidenceSchema = Type.Unsafe<Evidence>({
  type: 'object',
  description: 'Self-contained; `npx citynerve verify ALERT` recomputes it from the journal.',
  properties: {
    scenarioId: { type: 'string' },
    scenarioVersion: { type: 'string' },
    scenarioHash: { type: 'string', description: 'SHA-256 of the canonical text of scenario id, version and packs.' },
    pack: free("The scenario's own standards pack as it was, parameters and all."),
    furtherPacks: {
      type: 'array',
      description: 'Standards packs that it judged by beside its own; absent: none.',
      items: free('A standards pack as it was.'),
    },
    lane: { type: 'string', enum: ['arrival', 'event'] },
    window: { ...free('Event lane: what the scenario saw.'), type: ['object', 'null'] },
    reading: { ...free('Arrival lane: the one reading.'), type: ['object', 'null'] },
    zoneKind: { type: 'string' },
    verdict: free('Severity, whether it is clear, rounded values, and the conditions that held.'),
    watermark: { type: 'integer', description: 'Event time up to which everything was in.' },
    offset: { type: 'integer', description: 'Journal offset of the record that led to it.' },
    engine: free('Version of Citynerve and Node line.'),
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
