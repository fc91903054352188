import type { StandardVector } from '../../model/standards-pack.ts';

type Input = StandardVector['input'];

/** A number of a vector; NaN, which equals nothing, where there is none. */
export const numberOf = (input: Input, key: string): number => {
  const value = input[key];
  return typeof value === 'number' ? value : Number.NaN;
};

/** A list of a vector; `null` in it is a value that is missing. */
export const listOf = (input: Input, key: string): readonly (number | null)[] => {
  const value = input[key];
  return typeof value === 'object' ? value : [];
};
