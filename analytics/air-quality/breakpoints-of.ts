import type { StandardBreakpoints, StandardsPack } from '../../model/standards-pack.ts';

/** The rows of a pack that turn a concentration into an index, in the pack's order. */
export const breakpointsOf = ({ table }: StandardsPack): readonly StandardBreakpoints[] =>
  Object.values(table).filter((row) => 'concentrations' in row);
