import type { Mapping } from '../devices/mapping.ts';
import type { Alert } from '../model/alert.ts';
import type { JournalReader } from '../model/journal.ts';
import type { Judgement } from '../model/judgement.ts';
import type { Scenario } from '../model/scenario.ts';
import type { CityFold } from './city-fold.ts';
import { judgedScenario } from './judged-scenario.ts';
import { refold } from './refold.ts';

/** How long before the instant judgements are kept: longer than any on-delay. */
const KEPT_MILLIS = 6 * 3_600_000;
/** How long after the instant it may be judged, in city time: zones wait for devices that are known to be late. */
const LATEST_MILLIS = 3_600_000;
const RECORDS_A_BATCH = 1_000;

/** What a fold of the journal found out about a scenario in a zone at an instant. */
export interface JudgedAgain {
  /** By subject (empty: the zone as a whole), oldest first; the last one is that at the instant, or there is none. */
  readonly judgements: ReadonlyMap<string, readonly Judgement[]>;
  /** The alerts of the scenario in the zone, in their newest revision. */
  readonly alerts: readonly Alert[];
  /** The fold as it was when the instant had been judged, or could not be any more. */
  readonly fold: CityFold;
  readonly nextOffset: number;
  /** City time up to which was folded; null: the journal is empty. */
  readonly cityTime: number | null;
}

/** Folds the journal from its start until a scenario has judged a zone at `at`, a grid point of event time. */
export async function judgeAgain(options: {
  readonly reader: Pick<JournalReader, 'read'>;
  readonly mapping: Mapping | null;
  readonly scenarios: readonly Scenario[];
  readonly scenarioId: string;
  readonly zoneId: string;
  readonly at: number;
}): Promise<JudgedAgain> {
  const { reader, mapping, scenarios, scenarioId, zoneId, at } = options;
  const judgements = new Map<string, Judgement[]>();
  const alerts = new Map<string, Alert>();
  let [isJudged, nextOffset, cityTime]: [boolean, number, number | null] = [false, 0, null];
  const onJudged = (judgement: Judgement) => {
    const { window } = judgement;
    if (window.zoneId !== zoneId || window.at > at || window.at < at - KEPT_MILLIS) return;
    const subject = window.subject?.id ?? '';
    judgements.set(subject, [...(judgements.get(subject) ?? []), judgement]);
    isJudged ||= window.at === at;
  };
  const fold = await refold({
    reader,
    mapping,
    until: Number.MAX_SAFE_INTEGER,
    maxRecords: RECORDS_A_BATCH,
    scenarios: scenarios.map((scenario) =>
      scenario.id === scenarioId ? judgedScenario(scenario, onJudged) : scenario,
    ),
    onResult(result) {
      ({ nextOffset, cityTime } = result);
      for (const alert of result.alerts) {
        if (alert.scenarioId === scenarioId && alert.zoneId === zoneId) alerts.set(alert.id, alert);
      }
    },
    isEnough: (result) => isJudged || result.cityTime > at + LATEST_MILLIS,
  });
  const atInstant = [...judgements].filter(([, list]) => list.at(-1)?.window.at === at);
  return { judgements: new Map(atInstant), alerts: [...alerts.values()], fold, nextOffset, cityTime };
}
