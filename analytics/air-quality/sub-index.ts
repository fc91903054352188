import type { StandardBreakpoints, StandardsPack } from '../../model/standards-pack.ts';
import { choiceIn } from './choice-in.ts';
import { exact } from './exact.ts';
import { roundConcentration } from './round-concentration.ts';

/** The index of a concentration by one row. */
export interface SubIndex {
  /** The interpolated concentration, rounded as the standard requires. */
  readonly concentration: number;
  readonly index: number;
  /** True: it lies above the last break point, where the standard defines no index; `index` is then the last one. */
  readonly isBeyondScale: boolean;
}

/**
 * Index of one pollutant by linear interpolation between the break points of its row (HJ 633 formula 1;
 * EPA-454/B-24-002 equation 1), rounded as the pack defines. `concentration` is in the unit of the row. Null: it is
 * below the first break point. Throws where the pack defines no rounding.
 */
export function subIndex(row: StandardBreakpoints, concentration: number, pack: StandardsPack): SubIndex | null {
  const rounded = roundConcentration(concentration, row, pack);
  const { concentrations, indices, step, above } = row;
  if (!(rounded >= (concentrations[0] ?? 0))) return null;
  const upper = concentrations.findIndex((node, at) => at > 0 && rounded <= node);
  if (upper < 0) return { concentration: rounded, index: above.value, isBeyondScale: true };
  // The first band begins at its own break point; a later one begins one step, and one index, above the band before.
  const isBand = step !== undefined && upper > 1;
  const fromConcentration = (concentrations[upper - 1] ?? 0) + (isBand ? step : 0);
  const fromIndex = (indices[upper - 1] ?? 0) + (isBand ? 1 : 0);
  const share = (rounded - fromConcentration) / ((concentrations[upper] ?? 0) - fromConcentration);
  const index = wholeIndex(fromIndex + share * ((indices[upper] ?? 0) - fromIndex), pack);
  return { concentration: rounded, index, isBeyondScale: false };
}

function wholeIndex(index: number, pack: StandardsPack): number {
  const choice = choiceIn(pack, 'rounding');
  if (choice === 'up') return Math.ceil(exact(index));
  if (choice === 'half-up') return Math.floor(exact(index) + 0.5);
  throw new Error(
    `standards pack ${pack.id}@${pack.version}: row "rounding" says "${choice}", known are "up" and "half-up"`,
  );
}
