import { fusionTable } from './fusion-lines.ts';
import type { FusionTally } from './fusion-tally.ts';
import type { Order } from './parse-order.ts';
import { seedsText } from './seeds-text.ts';
import type { Tallies, Task } from './task.ts';

/** Plays the fusion's evaluation by `run`, and prints its table. */
export async function printFusion(
  order: Order,
  run: (tasks: readonly Task[]) => Promise<readonly Tallies[]>,
  say: (text: string) => void,
): Promise<void> {
  const { seeds, hours, faulty, recorded, against } = order;
  const folds = [{ fold: 'here', checkout: null }, ...(against === null ? [] : [{ fold: 'there', checkout: against }])];
  const runs = folds.flatMap((each) => seeds.map((seed) => ({ ...each, seed })));
  const answers = await run(
    runs.map(({ seed, checkout }) => ({ kind: 'fusion', seed, hours, faulty, recorded, checkout })),
  );
  const byFold = new Map<string, readonly FusionTally[]>();
  for (const [index, answer] of answers.entries()) {
    const fold = runs[index]?.fold;
    if (fold === undefined || answer.kind !== 'fusion') continue;
    byFold.set(fold, [...(byFold.get(fold) ?? []), ...answer.properties]);
  }
  const what = recorded === null ? 'simulated city' : 'recorded stations';
  const share = `${Number((100 * faulty).toFixed(1))} % of the sensors faulty`;
  say(`\n**${what}**, ${share}, ${seedsText(seeds)}, ${hours} h each; root mean square errors`);
  say(fusionTable(byFold));
}
