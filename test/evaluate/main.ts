import { foldFileOf } from './fold-under-test.ts';
import { type Order, parseOrder, USAGE } from './parse-order.ts';
import { printFusion } from './print-fusion.ts';
import { printScenarios } from './print-scenarios.ts';
import { stationFiles } from './recorded-scene.ts';
import { runTasks } from './run-tasks.ts';
import type { Tallies, Task } from './task.ts';

// `npm run evaluate -- scenarios|fusion --seeds A-B …` (see parse-order.ts): how well the fold judges simulated
// cities. The tables go to the output, and are the same for the same command; the progress goes to the error output.
const order = parsed();
const run = (tasks: readonly Task[]): Promise<readonly Tallies[]> =>
  runTasks(tasks, order.workers, (done) => void process.stderr.write(`${done} of ${tasks.length} runs\n`));
const say = (text: string): void => void process.stdout.write(`${text}\n`);
try {
  await (order.what === 'scenarios' ? printScenarios(order, run, say) : printFusion(order, run, say));
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}

function parsed(): Order {
  try {
    const asked = parseOrder(process.argv.slice(2));
    // Before any worker is started.
    if (asked.against !== null) foldFileOf(asked.against);
    if (asked.recorded !== null) stationFiles(asked.recorded);
    return asked;
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${USAGE}\n`);
    process.exit(2);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
