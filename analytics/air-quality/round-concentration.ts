import type { StandardBreakpoints, StandardsPack } from '../../model/standards-pack.ts';
import { choiceIn } from './choice-in.ts';
import { exact } from './exact.ts';

/**
 * A concentration with as many decimals as its row keeps, in the unit of the row. Throws where the pack rounds in an
 * unknown way.
 */
export function roundConcentration(
  concentration: number,
  { decimals }: Pick<StandardBreakpoints, 'decimals'>,
  pack: StandardsPack,
): number {
  if (decimals === undefined) return concentration;
  const scale = Number(`1e${decimals}`);
  const scaled = exact(concentration * scale);
  const choice = choiceIn(pack, 'concentrationRounding') ?? 'truncate';
  if (choice === 'truncate') return Math.floor(scaled) / scale;
  if (choice === 'half-even') return halfEven(scaled) / scale;
  throw new Error(
    `standards pack ${pack.id}@${pack.version}: row "concentrationRounding" says "${choice}", known are "truncate" and "half-even"`,
  );
}

/** GB/T 8170: the nearest whole number; of two that are equally near the even one. */
function halfEven(value: number): number {
  const below = Math.floor(value);
  const rest = exact(value - below);
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}
