import { expect, test } from 'vitest';
import { SCENARIOS } from '../../analytics/scenarios/index.ts';
import { parseOrder } from './parse-order.ts';
import { playTask } from './play-task.ts';
import { printFusion } from './print-fusion.ts';
import { printScenarios } from './print-scenarios.ts';
import { createProbabilityWatch } from './probability-watch.ts';
import { quartilesOf } from './quartiles-of.ts';
import { reliabilityLines } from './reliability-lines.ts';
import { runTasks } from './run-tasks.ts';
import { shareInterval } from './share-interval.ts';
import type { Tallies, Task } from './task.ts';

const here = (tasks: readonly Task[]): Promise<readonly Tallies[]> => Promise.all(tasks.map(playTask));

/** What a command prints, played in this process. */
async function printed(line: string): Promise<string> {
  const order = parseOrder(line.split(' '));
  const lines: string[] = [];
  const say = (text: string): void => void lines.push(text);
  await (order.what === 'scenarios' ? printScenarios(order, here, say) : printFusion(order, here, say));
  return lines.join('\n');
}

test('two hours of a city have a flood that is found, and the same command prints the same bytes', async () => {
  const command = 'scenarios --seeds 1 --hours 2 --devices 50';
  const text = await printed(command);
  expect(text).toContain('**waterlogging, plain**');
  const warn = text.split('\n').find((line) => line.startsWith('| warn | here |'));
  const [events, found] = warn?.split('|').slice(3).map(Number) ?? [];
  expect(events).toBeGreaterThan(0);
  expect(found).toBe(events);
  expect(await printed(command)).toBe(text);
});

test('sensors of one hour: each property has its errors, and a worker process comes to the same', async () => {
  const text = await printed('fusion --seeds 2 --hours 1');
  for (const property of ['weather.temperature', 'drain.fill']) expect(text).toContain(`| ${property} | here | `);
  expect(text).not.toContain('NaN');
  const task: Task = { kind: 'fusion', seed: 2, hours: 1, faulty: 0.3, recorded: null, checkout: null };
  const done: number[] = [];
  const answers = await runTasks([task], 2, (count) => void done.push(count));
  expect(answers).toEqual([await playTask(task)]);
  expect(done).toEqual([1]);
});

test('a task that fails says which it was and why', async () => {
  const task: Task = { kind: 'fusion', seed: 2, hours: 1, faulty: 0.3, recorded: '/nowhere', checkout: null };
  await expect(runTasks([task], 1, () => {})).rejects.toThrow(/"recorded":"\/nowhere".*has 0 files/s);
});

test('probabilities are compared with what was real at their place and time', () => {
  const [scenario] = SCENARIOS;
  if (scenario === undefined) throw new Error('there is no scenario');
  const watch = createProbabilityWatch();
  const sure = watch.watched({
    ...scenario,
    evaluate: ({ at }) => ({
      severity: null,
      isClear: true,
      because: [],
      values: { probability: at === 60_000 ? 0.9 : 0.2 },
    }),
  });
  const window = { zoneId: 'u1', zoneKind: 'underpass', windowSeconds: 60, states: {}, readings: {} } as const;
  for (const at of [0, 60_000, 120_000, 120_000]) sure.evaluate({ ...window, at }, []);
  const label = {
    incidentId: 'i',
    scenarioId: scenario.id,
    zoneId: 'u1',
    startAt: 60_000,
    endAt: 130_000,
    kind: 'real',
  } as const;
  const bins = watch.bins(scenario.id, [label]);
  expect(bins).toEqual([
    { from: 0.2, count: 2, sum: 0.4, real: 1, squares: expect.closeTo(0.04 + 0.64) },
    { from: 0.9, count: 1, sum: 0.9, real: 1, squares: expect.closeTo(0.01) },
  ]);
  expect(reliabilityLines(bins)).toContain('Brier score 0.2300 over 3 evaluations');
  expect(reliabilityLines([])).toBe('probabilities: none');
});

test('quartiles are interpolated, and a share of few has a wide interval', () => {
  expect(quartilesOf([4, 1, 3, 2])).toEqual([1.75, 2.5, 3.25]);
  expect(quartilesOf([7])).toEqual([7, 7, 7]);
  expect(shareInterval(0, 0)).toBeNull();
  // Wilson, 1927: 9 of 10.
  expect(shareInterval(9, 10)).toEqual([expect.closeTo(0.596, 3), expect.closeTo(0.982, 3)]);
});
