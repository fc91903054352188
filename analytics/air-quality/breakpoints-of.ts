import type { StandardBreakpoints, StandardsPack } from '../../model/standards-pack.ts';

/** The break point rows of a pack, in its order. */
export const breakpointsOf = ({ table }: StandardsPack): readonly StandardBreakpoints[] =>
  Object.values(table).filter((row) => 'concentrations' in row);
