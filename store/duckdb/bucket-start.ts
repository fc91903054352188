import type { RegularRun } from '../regular-runs.ts';
import { wholeNumber } from './conditions.ts';

/** SQL for the start of the bucket that a row of `readings` lies in; it must lie in one of the runs. */
export function bucketStart(runs: readonly RegularRun[]): string {
  const cases = runs.slice(0, -1).map((run) => {
    return `WHEN readings.observed_at < ${wholeNumber(run.until)} THEN ${startIn(run)}`;
  });
  const [last] = runs.slice(-1).map(startIn);
  return cases.length === 0 ? `${last}` : `CASE ${cases.join(' ')} ELSE ${last} END`;
}

function startIn({ from, stepMillis }: RegularRun): string {
  const [start, step] = [wholeNumber(from), wholeNumber(stepMillis)];
  return `readings.observed_at - (readings.observed_at - (${start})) % ${step}`;
}
