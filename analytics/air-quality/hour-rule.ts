import type { StandardsPack } from '../../model/standards-pack.ts';

/** What a pack says about the value of one hour at a place. */
export interface HourRule {
  /** Minutes for which a station must have readings; null: the pack does not say. */
  readonly leastMinutes: number | null;
  /** When stations contradict each other; null: the pack does not say, and all count. */
  readonly outlier: {
    /** Distance from the median of the stations, in standard deviations by their median absolute deviation. */
    readonly deviations: number;
    /** Nearer to the median than this share of it is a difference between places, not an error. */
    readonly share: number;
    /** Nearer than this many standard deviations of the instrument is noise. */
    readonly accuracies: number;
  } | null;
}

/** The rule in a pack. Packs of before version .2 of each edition, which are in old journals, have none. */
export function hourRuleOf({ table }: StandardsPack): HourRule {
  const value = (name: string): number | null => {
    const row = table[name];
    return row && 'value' in row ? row.value : null;
  };
  const [deviations, share] = [value('outlierDeviations'), value('outlierShare')];
  const accuracies = value('outlierAccuracies');
  const isWhole = deviations !== null && share !== null && accuracies !== null;
  return { leastMinutes: value('hourLeastMinutes'), outlier: isWhole ? { deviations, share, accuracies } : null };
}
