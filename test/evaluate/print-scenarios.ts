import { HARDENINGS, type HardeningName } from '../../simulator/hardenings.ts';
import type { Order } from './parse-order.ts';
import { reliabilityLines } from './reliability-lines.ts';
import { failureLines, scenarioTable } from './scenario-lines.ts';
import type { ScenarioTally } from './scenario-tally.ts';
import { seedsText } from './seeds-text.ts';
import type { Tallies, Task } from './task.ts';

interface Played {
  readonly hardening: HardeningName;
  readonly fold: string;
  readonly tallies: readonly ScenarioTally[];
}

/** Plays the scenarios' evaluation by `run`, and prints a table for each hardening and scenario. */
export async function printScenarios(
  order: Order,
  run: (tasks: readonly Task[]) => Promise<readonly Tallies[]>,
  say: (text: string) => void,
): Promise<void> {
  const { seeds, hours, devices, restartEverySeconds, against } = order;
  const folds = [{ fold: 'here', checkout: null }, ...(against === null ? [] : [{ fold: 'there', checkout: against }])];
  const runs = order.hardenings.flatMap((hardening) =>
    folds.flatMap((each) => seeds.map((seed) => ({ ...each, hardening, seed }))),
  );
  const answers = await run(
    runs.map(({ seed, hardening, checkout }) => ({
      kind: 'scenarios',
      seed,
      hardening,
      hours,
      devices,
      restartEverySeconds,
      checkout,
    })),
  );
  const played = answers.flatMap((answer, index): readonly Played[] => {
    const of = runs[index];
    return answer.kind === 'scenarios' && of !== undefined ? [{ ...of, tallies: answer.scenarios }] : [];
  });
  for (const hardening of order.hardenings) {
    const mine = played.filter((each) => each.hardening === hardening);
    const scenarioIds = new Set(mine.flatMap(({ tallies }) => tallies.map(({ scenarioId }) => scenarioId)));
    for (const scenarioId of scenarioIds) {
      const ofScenario = (fold: string): readonly ScenarioTally[] =>
        mine
          .filter((each) => each.fold === fold)
          .flatMap(({ tallies }) => tallies.filter((each) => each.scenarioId === scenarioId));
      const byFold = new Map(folds.map(({ fold }) => [fold, ofScenario(fold)]));
      say(`\n**${scenarioId}, ${hardening}** (${HARDENINGS[hardening].title}), ${seedsText(seeds)}, ${hours} h each`);
      say(scenarioTable(byFold));
      say(reliabilityLines(ofScenario('here').flatMap(({ bins }) => bins)));
      if (order.isListing) for (const line of failureLines(byFold)) say(line);
    }
  }
}
