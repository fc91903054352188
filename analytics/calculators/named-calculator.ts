import { CalculatorError } from '../../model/calculator-error.ts';

/** Gives a calculator its name: what it throws is a `CalculatorError`, so that its failures are counted as its own. */
export const namedCalculator =
  <Input extends readonly unknown[], Output>(name: string, compute: (...input: Input) => Output) =>
  (...input: Input): Output => {
    try {
      return compute(...input);
    } catch (error) {
      throw error instanceof CalculatorError ? error : new CalculatorError(name, error);
    }
  };
