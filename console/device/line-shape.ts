import uPlot from 'uplot';
import type { PropertyKind } from '../../model/property-kind.ts';

/**
 * How values of each kind are drawn. A line between two values says that there were others between them: true of a
 * level, not of an amount, which belongs to the interval before its time, and not of a direction, where 350 and 10
 * degrees are neighbours.
 */
const SHAPES: Readonly<Record<PropertyKind, 'line' | 'steps' | 'points'>> = {
  level: 'line',
  rate: 'line',
  decibel: 'line',
  counter: 'steps',
  amount: 'steps',
  category: 'points',
  event: 'points',
  direction: 'points',
};

/** How a series of this kind is drawn. */
export interface LineShape {
  /** Each value as a point, and nothing between them. */
  readonly isPoints: boolean;
  /** The path through the values, where it is not a straight line from one to the next. */
  readonly path: Pick<uPlot.Series, 'paths'>;
}

/** The shape for a kind; null: not known, drawn as a line. */
export function lineShape(kind: PropertyKind | null): LineShape {
  const shape = kind === null ? 'line' : SHAPES[kind];
  if (shape === 'points') return { isPoints: true, path: { paths: () => null } };
  const paths = shape === 'steps' ? uPlot.paths.stepped?.({ align: -1 }) : undefined;
  return { isPoints: false, path: paths === undefined ? {} : { paths } };
}
