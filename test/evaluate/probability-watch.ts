import type { Scenario } from '../../model/scenario.ts';
import type { ScoredLabel } from '../../simulator/scoring/scored-label.ts';
import type { ProbabilityBin } from './scenario-tally.ts';

/** The name under which a verdict gives the probability, 0 to 1, that what the scenario watches for is there now. */
const VALUE = 'probability';
const BINS = 10;

/** Notes the probabilities of a scenario's evaluations. */
export interface ProbabilityWatch {
  /** The scenario, each of whose evaluations is looked at. */
  readonly watched: (scenario: Scenario) => Scenario;
  /** Compares them with what was real at their place and time. Of repeated evaluations the last one counts. */
  readonly bins: (scenarioId: string, labels: readonly ScoredLabel[]) => readonly ProbabilityBin[];
}

interface Point {
  readonly zoneId: string;
  readonly at: number;
  readonly probability: number;
}

export function createProbabilityWatch(): ProbabilityWatch {
  const points = new Map<string, Map<string, Point>>();
  return {
    watched: (scenario) => ({
      ...scenario,
      evaluate(window, packs) {
        const verdict = scenario.evaluate(window, packs);
        const probability = verdict.values[VALUE];
        if (probability !== undefined) {
          const { zoneId, at, subject } = window;
          const ofScenario = points.get(scenario.id) ?? new Map<string, Point>();
          ofScenario.set(`${zoneId} ${subject?.id ?? ''} ${at}`, { zoneId, at, probability });
          points.set(scenario.id, ofScenario);
        }
        return verdict;
      },
    }),
    bins(scenarioId, labels) {
      const real = labels.filter(({ kind }) => kind === 'real');
      const isReal = ({ zoneId, at }: Point): boolean =>
        real.some((label) => label.zoneId === zoneId && label.startAt <= at && at <= label.endAt);
      const all = [...(points.get(scenarioId)?.values() ?? [])];
      const binOf = ({ probability }: Point): number => Math.min(BINS - 1, Math.floor(probability * BINS));
      return [...Map.groupBy(all, binOf)]
        .map(([bin, members]) => ({ from: bin / BINS, ...summed(members, isReal) }))
        .sort((one, other) => one.from - other.from);
    },
  };
}

function summed(members: readonly Point[], isReal: (point: Point) => boolean): Omit<ProbabilityBin, 'from'> {
  const sums = { count: members.length, sum: 0, real: 0, squares: 0 };
  for (const point of members) {
    const truth = isReal(point) ? 1 : 0;
    sums.sum += point.probability;
    sums.real += truth;
    sums.squares += (point.probability - truth) * (point.probability - truth);
  }
  return sums;
}
