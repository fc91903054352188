import { expect, test } from 'vitest';
import { CalculatorError } from '../../model/calculator-error.ts';
import { namedCalculator } from './named-calculator.ts';
import { rainSignal } from './rain-signal.ts';

test('what a calculator throws names it, and keeps what was thrown', () => {
  const thrown = new RangeError('no rain');
  const inner = namedCalculator('inner', () => {
    throw thrown;
  });
  const outer = namedCalculator('outer', () => inner());
  const failure = () => {
    try {
      return outer();
    } catch (error) {
      return error;
    }
  };
  expect(failure()).toBeInstanceOf(CalculatorError);
  expect(failure()).toMatchObject({ calculator: 'inner', message: 'calculator inner: no rain', cause: thrown });
  expect(namedCalculator('sum', (a: number, b: number) => a + b)(1, 2)).toBe(3);
});

test('a shared calculator fails under its own name', () => {
  expect(() => rainSignal(() => 0, [])).toThrow(/^calculator rain-signal: /);
});
