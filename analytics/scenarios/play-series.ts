import type { Alert } from '../../model/alert.ts';
import type { Scenario, Window } from '../../model/scenario.ts';
import { createAnalytics } from '../analytics.ts';
import type { Packs } from '../standards/pack-value.ts';
import { TEST_ENGINE, testRegistry } from '../test-city.ts';
import { parseSeries, SERIES_START, seriesEvents } from '../test-series.ts';

/** The result of playing a series: all alert revisions, and all inputs of `evaluate`. */
interface Played {
  readonly revisions: readonly Alert[];
  readonly judged: readonly (readonly [Window, Packs])[];
}

/** Runs one scenario with a series text in the test city, in which all devices of the series are registered. */
export function playSeries(scenario: Scenario, text: string): Played {
  const judged: [Window, Packs][] = [];
  const watched: Scenario = {
    ...scenario,
    evaluate(window, packs) {
      judged.push([window, packs]);
      return scenario.evaluate(window, packs);
    },
  };
  const series = parseSeries(text);
  const registry = testRegistry(
    undefined,
    series.map(({ deviceId }) => deviceId),
  );
  const analytics = createAnalytics({ registry, scenarios: [watched], engine: TEST_ENGINE });
  const { effects } = analytics.handle(seriesEvents(series));
  return { revisions: effects.map(({ alert }) => alert), judged };
}

/** `minute zone[/subject] lane change severity: reason`, one line per change; `nothing` where there is none. */
export const changeTable = (revisions: readonly Alert[]): string =>
  revisions
    .map(({ zoneId, subject, lane, history }) => {
      const last = history.at(-1);
      const minute = ((last?.at ?? 0) - SERIES_START) / 60_000;
      const place = subject === null ? zoneId : `${zoneId}/${subject.id}`;
      return `${minute}m\t${place}\t${lane}\t${last?.change} ${last?.severity}\t${last?.reason}\n`;
    })
    .join('') || 'nothing\n';
