import type { StandardsPack, StandardVector } from '../../model/standards-pack.ts';
import { VECTOR_CALCULATORS } from './vector-calculators.ts';

/** Checks one test vector of a pack; returns the problem, or null when the pack reproduces it. */
export function checkVector(vector: StandardVector, pack: StandardsPack): string | null {
  const names = Object.keys(vector.input).sort();
  const calculator = VECTOR_CALCULATORS.find(({ inputs }) => inputs.join() === names.join());
  const what = JSON.stringify(vector.input);
  if (calculator === undefined) return `vector ${what}: no calculator takes ${names.join(', ')}`;
  const got = calculator.compute(vector.input, pack);
  return isExpected(got, vector) ? null : `vector ${what}: expected ${vector.expected}, computed ${got}`;
}

function isExpected(got: string | number, { expected, tolerance = 0 }: StandardVector): boolean {
  if (typeof got === 'number' && typeof expected === 'number') return Math.abs(got - expected) <= tolerance;
  return got === expected;
}
