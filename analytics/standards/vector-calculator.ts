import type { StandardsPack, StandardVector } from '../../model/standards-pack.ts';

/** The function that test vectors with these inputs are checked with. */
export interface VectorCalculator {
  /** Names of the inputs, sorted. */
  readonly inputs: readonly string[];
  readonly compute: (input: StandardVector['input'], pack: StandardsPack) => string | number;
}
