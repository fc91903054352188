import { eventTimeText } from '../analytics/event-time-text.ts';
import { explainAbsence } from '../analytics/evidence/explain-absence.ts';
import { SCENARIO_FOLDERS, SCENARIOS } from '../analytics/scenarios/index.ts';
import { momentOf } from '../api/moment.ts';
import { ApiProblem } from '../api/problem.ts';
import type { DataFolder } from '../city/data-folder.ts';
import { type JudgedAgain, judgeAgain } from '../fold/judge-again.ts';
import type { Alert } from '../model/alert.ts';
import { didYouMean } from '../model/closest-name.ts';
import { ConfigError } from '../model/config-error.ts';
import { readDecimal } from '../model/read-decimal.ts';
import type { Scenario, Severity } from '../model/scenario.ts';
import { openAlertJournal } from './alert-journal.ts';

/** The question: a scenario, a zone and an instant as a person writes it. */
export interface WhyNot {
  readonly scenarioId: string;
  readonly zoneId: string;
  readonly at: string;
}

/** Why a scenario had no alert, or no graver one, in a zone at an instant: lines for a person. */
export async function explainWhyNot(folder: DataFolder, asked: WhyNot): Promise<readonly string[]> {
  const { scenarioId, zoneId } = asked;
  const by = SCENARIO_FOLDERS.find(({ scenario }) => scenario.id === scenarioId);
  if (by === undefined)
    throw unknown(
      '--scenario',
      scenarioId,
      SCENARIOS.map(({ id }) => id),
    );
  const everyMillis = by.scenario.everySeconds * 1000;
  const at = Math.floor(instantOf(asked.at) / everyMillis) * everyMillis;
  const journal = await openAlertJournal(folder, '');
  if (journal === null) throw new ConfigError(folder.journal, 'is not there; name a city with --data');
  const { reader, mapping } = journal;
  const judged = await judgeAgain({ reader, mapping, scenarios: SCENARIOS, scenarioId, zoneId, at });
  const firstOffset = await reader.firstOffset();
  await reader.close();
  const { zones } = judged.fold.registry.view;
  if (!zones.has(zoneId)) throw unknown('--zone', zoneId, [...zones.keys()]);
  const from = `computed from the journal, folded again from offset ${firstOffset} to ${judged.nextOffset}; late data that came after are not in it`;
  const head = `${by.scenario.title.en} in ${zoneId} at ${eventTimeText(at)}`;
  if (judged.judgements.size === 0)
    return [`${head}: not judged: ${whyNotJudged(by.scenario, zoneId, at, judged)}`, from];
  const lines = [...judged.judgements].flatMap(([subject, judgements]) => {
    const standing = severityAt(judged.alerts, subject, at);
    const verdict = judgements.at(-1)?.verdict;
    const place = subject === '' ? head : `${head}, ${subject}`;
    const stood = standing === null ? 'no alert stood' : `an alert stood at ${standing}`;
    const held = verdict?.because.map((name) => by.words.conditions[name]?.en ?? name) ?? [];
    const values = Object.entries(verdict?.values ?? {}).map(
      ([name, is]) => `${by.words.values[name]?.en ?? name} ${is}`,
    );
    return [
      `${place}: judged ${verdict?.severity ?? 'nothing'}; ${stood}`,
      `   held: ${held.length === 0 ? 'no condition' : held.join(', ')}`,
      ...(values.length === 0 ? [] : [`   values: ${values.join(', ')}`]),
      ...explainAbsence(judgements, standing, by).map(({ text }) => `   ${text}`),
    ];
  });
  return [...lines, from];
}

function whyNotJudged(scenario: Scenario, zoneId: string, at: number, judged: JudgedAgain): string {
  const { fold, cityTime } = judged;
  const zone = fold.registry.view.zones.get(zoneId);
  if (zone !== undefined && !scenario.zoneKinds.includes(zone.kind)) {
    return `it watches zones of kind ${scenario.zoneKinds.join(' and ')}, and ${zoneId} is of kind ${zone.kind}`;
  }
  if (cityTime === null || cityTime < at) {
    return cityTime === null ? 'the journal is empty' : `the journal ends at ${eventTimeText(cityTime)}`;
  }
  const refused = fold.analytics.refusedPacks().find(({ scenarioId }) => scenarioId === scenario.id);
  if (refused !== undefined) return `its standards packs are refused: ${refused.problems.join('; ')}`;
  const isOff = fold.analytics.notWatched().some((each) => each.scenarioId === scenario.id && each.zoneId === zoneId);
  if (isOff) return 'it was off there (citynerve extension list says why)';
  return `there was no data: of ${scenario.needs.join(', ')} nothing reached ${zoneId} in its windows`;
}

/** The severity of the alert of the event lane that stood at an instant. */
function severityAt(alerts: readonly Alert[], subject: string, at: number): Severity | null {
  const stood = alerts.find(
    (alert) =>
      alert.lane === 'event' &&
      (alert.subject?.id ?? '') === subject &&
      alert.raisedAt <= at &&
      (alert.clearedAt === null || alert.clearedAt > at),
  );
  return stood?.history.findLast((change) => change.at <= at)?.severity ?? null;
}

function instantOf(text: string): number {
  try {
    return momentOf(readDecimal(text) ?? text, 'at') ?? 0;
  } catch (error) {
    if (error instanceof ApiProblem) throw new ConfigError('--at', error.message);
    throw error;
  }
}

const unknown = (option: string, name: string, known: readonly string[]): ConfigError =>
  new ConfigError(
    option,
    `"${name}" is not known${didYouMean(name, known)}; known are ${known.slice(0, 20).join(', ')}`,
  );
