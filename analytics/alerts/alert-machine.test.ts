import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MachineState } from '../../model/machine-state.ts';
import { type HoldTimes, SEVERITIES, type Severity, type Verdict } from '../../model/scenario.ts';
import { severityRank } from '../severity-rank.ts';
import { INITIAL_STATE, interruptMachine, type MachineMove, stepMachine } from './alert-machine.ts';

const MINUTE = 60_000;
const HOLDS: HoldTimes = { onSeconds: { watch: 300, warn: 180, critical: 60 }, offSeconds: 900 };
const verdict = (severity: Severity | null, keeps: Severity | null = null): Verdict => ({
  severity,
  isClear: severity === null && keeps === null,
  keeps,
  values: {},
  because: [],
});

/** Steps once a minute from minute 1; returns the changes as `minute change severity`. */
function run(verdicts: readonly Verdict[], from: MachineState = INITIAL_STATE): string[] {
  const changes: string[] = [];
  let state = from;
  verdicts.forEach((each, index) => {
    const step = stepMachine(state, each, (index + 1) * MINUTE, HOLDS);
    state = step.state;
    if (step.move) changes.push(`${index + 1} ${step.move.change} ${step.move.severity}`);
  });
  return changes;
}
const times = (count: number, each: Verdict) => Array.from({ length: count }, () => each);

test('a warning rises only when its condition has held for the whole on-delay', () => {
  expect(run([...times(3, verdict('warn')), verdict(null)])).toEqual([]);
  expect(run(times(4, verdict('warn')))).toEqual(['4 raised warn']);
});

test('an interrupted condition restarts its on-delay', () => {
  expect(run([...times(3, verdict('warn')), verdict(null), ...times(3, verdict('warn'))])).toEqual([]);
});

test('a more severe condition counts for the lower on-delays too, and escalates after its own', () => {
  expect(run([...times(3, verdict('warn')), ...times(2, verdict('critical'))])).toEqual([
    '4 raised warn',
    '5 escalated critical',
  ]);
});

test('hysteresis keeps a severity between raise level and clear level', () => {
  const band = times(60, verdict(null, 'warn'));
  expect(run([...times(4, verdict('warn')), ...band])).toEqual(['4 raised warn']);
  expect(run([...times(4, verdict('warn')), ...band, ...times(16, verdict(null))])).toEqual([
    '4 raised warn',
    '80 cleared warn',
  ]);
});

test('a severity eases step by step, each after the off-delay', () => {
  const verdicts = [...times(2, verdict('critical')), ...times(16, verdict('warn')), ...times(16, verdict(null))];
  expect(run(verdicts)).toEqual(['2 raised critical', '18 eased warn', '34 cleared warn']);
});

test('without `keeps`, the severity is kept while the clear condition does not hold', () => {
  const { keeps: _, ...undecided } = { ...verdict(null), isClear: false };
  expect(run([...times(4, verdict('warn')), ...times(60, undecided)])).toEqual(['4 raised warn']);
});

test('on-delays and off-delays do not run across a gap', () => {
  let state = INITIAL_STATE;
  for (let minute = 1; minute <= 3; minute += 1)
    state = stepMachine(state, verdict('warn'), minute * MINUTE, HOLDS).state;
  expect(stepMachine(interruptMachine(state), verdict('warn'), 4 * MINUTE, HOLDS).move).toBeNull();
  expect(stepMachine(state, verdict('warn'), 4 * MINUTE, HOLDS).move?.change).toBe('raised');
});

const anyVerdict = fc
  .tuple(fc.constantFrom(null, ...SEVERITIES), fc.constantFrom(null, ...SEVERITIES))
  .map(([severity, keeps]) => verdict(severity, keeps));

test('nothing rises that did not hold in every evaluation of its on-delay', () => {
  fc.assert(
    fc.property(fc.array(anyVerdict, { maxLength: 80 }), (verdicts) => {
      let state = INITIAL_STATE;
      verdicts.forEach((each, index) => {
        const { state: next, move } = stepMachine(state, each, index * MINUTE, HOLDS);
        state = next;
        if (move?.change !== 'raised' && move?.change !== 'escalated') return;
        const minutes = HOLDS.onSeconds[move.severity] / 60;
        const held = verdicts.slice(index - minutes, index + 1);
        expect(index).toBeGreaterThanOrEqual(minutes);
        expect(held.every(({ severity }) => severityRank(severity) >= severityRank(move.severity))).toBe(true);
      });
    }),
  );
});

test('an alert is not cleared while any condition for it held within the off-delay', () => {
  fc.assert(
    fc.property(fc.array(anyVerdict, { minLength: 20, maxLength: 80 }), (verdicts) => {
      const moves: [number, MachineMove][] = [];
      let state = stepMachine(INITIAL_STATE, verdict('watch'), -10 * MINUTE, HOLDS).state;
      state = stepMachine(state, verdict('watch'), -MINUTE, HOLDS).state;
      verdicts.forEach((each, index) => {
        const step = stepMachine(state, each, index * MINUTE, HOLDS);
        state = step.state;
        if (step.move) moves.push([index, step.move]);
      });
      for (const [index] of moves.filter(([, { change }]) => change === 'cleared')) {
        const quiet = verdicts.slice(Math.max(0, index - 15), index + 1);
        expect(quiet.every(({ severity, keeps }) => severity === null && keeps === null)).toBe(true);
      }
    }),
  );
});

test('the same evaluation twice takes effect once', () => {
  const once = stepMachine(INITIAL_STATE, verdict('warn'), MINUTE, HOLDS).state;
  expect(stepMachine(once, verdict(null), MINUTE, HOLDS)).toEqual({ state: once, move: null });
});
