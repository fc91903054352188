import { errorText } from './extension-health.ts';

/** A calculator threw inside of the scenario or pack that called it: says which one, and keeps what it threw. */
export class CalculatorError extends Error {
  override readonly name = 'CalculatorError';
  readonly calculator: string;

  constructor(calculator: string, cause: unknown) {
    super(`calculator ${calculator}: ${errorText(cause)}`, { cause });
    this.calculator = calculator;
  }
}
