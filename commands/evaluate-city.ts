import { readFileSync } from 'node:fs';
import type { Alert } from '../model/alert.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { Zone } from '../model/zone.ts';
import { parseLabels } from '../simulator/labels/label-file.ts';
import type { SimulationSummary } from '../simulator/run-simulation.ts';
import { type Score, scoreAlerts } from '../simulator/score.ts';
import type { CityClient } from './city-client.ts';
import { ledgerLines } from './ledger-lines.ts';

/** Evaluation of a simulated city: the score of its alerts against the simulated incidents, and its ledger. */
export interface CityEvaluation {
  readonly score: Score;
  readonly ledger: LedgerEntry;
}

/** Reads alerts and ledger of a city over its API, and compares the alerts with the labels of the simulation. */
export async function evaluateCity(client: CityClient, labelsFile: string): Promise<CityEvaluation> {
  const labels = parseLabels(readFileSync(labelsFile, 'utf8'));
  const { alerts } = await client.get<{ alerts: Alert[] }>('/api/alerts?status=all&limit=10000');
  const { features } = await client.get<{ features: { properties: Pick<Zone, 'id' | 'parentId'> }[] }>('/api/zones');
  const { totals } = await client.get<{ totals: LedgerEntry }>('/api/ledger');
  const parents = new Map(features.map(({ properties }) => [properties.id, properties.parentId]));
  return { score: scoreAlerts(labels, alerts, parents), ledger: totals };
}

/** The evaluation as text for people. */
export function evaluationText(seed: number, simulation: SimulationSummary, { score, ledger }: CityEvaluation): string {
  const { messages, values, faults } = simulation;
  const lines = [
    `seed ${seed}: ${messages.sent} messages sent, ${messages.acknowledged} acknowledged, ${values} values`,
    `faults    ${Object.entries(faults)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', ')}`,
    `incidents ${score.found.length} found, ${score.missed.length} missed, ${score.falseAlarms.length} false alarms, ${score.withdrawn.length} withdrawn`,
    `silence   ${score.lookAlikesSilent} look-alikes stayed silent, ${score.lookAlikesFired.length} fired`,
  ];
  for (const { incident, lagMinutes } of score.found) {
    lines.push(
      `  found   ${incident.incidentId} ${incident.zoneId} peak ${incident.peak.toFixed(0)} ${incident.unit}, ${lagMinutes.toFixed(1)} min after its start`,
    );
  }
  for (const incident of score.missed)
    lines.push(`  missed  ${incident.incidentId} ${incident.zoneId} ${incident.cause}`);
  for (const alert of score.falseAlarms)
    lines.push(`  false   ${alert.id} ${alert.zoneId} ${alert.peakSeverity} ${alert.lane}`);
  for (const { scenarioId, id } of score.unlabelled) lines.push(`  not judged ${id}: ${scenarioId} has no labels`);
  for (const { lookAlike, alertIds } of score.lookAlikesFired)
    lines.push(`  fired   ${lookAlike.kind} ${lookAlike.zoneId} ${alertIds.join(' ')}`);
  return [...lines, ledgerLines(ledger)].join('\n');
}
