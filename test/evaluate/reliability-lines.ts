import { markdownTable } from '../bench/bench-lines.ts';
import type { ProbabilityBin } from './scenario-tally.ts';

/** The Brier score and the reliability table of the probabilities of a scenario, over all runs. */
export function reliabilityLines(bins: readonly ProbabilityBin[]): string {
  if (bins.length === 0) return 'probabilities: none';
  const merged = [...Map.groupBy(bins, ({ from }) => from)].sort(([one], [other]) => one - other);
  const total = (key: 'count' | 'sum' | 'real' | 'squares', members = bins): number =>
    members.reduce((all, bin) => all + bin[key], 0);
  const rows = merged.map(([from, members]) => [
    `from ${from.toFixed(1)}`,
    String(total('count', members)),
    (total('sum', members) / total('count', members)).toFixed(3),
    (total('real', members) / total('count', members)).toFixed(3),
  ]);
  return [
    `Brier score ${(total('squares') / total('count')).toFixed(4)} over ${total('count')} evaluations`,
    markdownTable(['probability', 'evaluations', 'mean probability', 'share that was real'], rows),
  ].join('\n');
}
