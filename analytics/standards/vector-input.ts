import type { StandardVector } from '../../model/standards-pack.ts';

type Input = StandardVector['input'];

/** A number in the input of a vector; NaN, which equals nothing, where it is missing. */
export const numberOf = (input: Input, key: string): number => {
  const value = input[key];
  return typeof value === 'number' ? value : Number.NaN;
};

/** A list in the input of a vector; `null` elements are missing values. */
export const listOf = (input: Input, key: string): readonly (number | null)[] => {
  const value = input[key];
  return typeof value === 'object' ? value : [];
};
