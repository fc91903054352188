import { backOffMillis } from '../../model/back-off.ts';

const FIRST_MILLIS = 200;

/**
 * The waiting time before a role that ended by itself is started again. The returned function takes how long the role
 * was ready before it ended (ms, 0 if it never was): after `stableMillis` of that, the times start again at 200 ms.
 */
export function createBackOff(options: {
  readonly longestMillis: number;
  readonly stableMillis: number;
}): (readyMillis: number) => number {
  let attempt = 0;
  return (readyMillis) => {
    attempt = readyMillis >= options.stableMillis ? 1 : attempt + 1;
    return backOffMillis(attempt, FIRST_MILLIS, options.longestMillis);
  };
}
