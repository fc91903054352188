import type { StandardsPack, StandardVector } from '../../model/standards-pack.ts';

/** What a vector exercises; chosen by the names of its inputs. */
export interface VectorCalculator {
  /** In alphabetical order. */
  readonly inputs: readonly string[];
  readonly compute: (input: StandardVector['input'], pack: StandardsPack) => string | number;
}
