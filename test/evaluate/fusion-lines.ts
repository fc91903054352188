import { markdownTable, type Row } from '../bench/bench-lines.ts';
import type { FusionTally } from './fusion-tally.ts';

const HEAD: Row = [
  'property',
  'fold',
  'estimates',
  'fused',
  'median',
  'mean',
  'fused / median',
  'fused / mean',
  'faulty used',
  'honest excluded',
  'within 2σ',
];

/** The table of the fusion's evaluation: root mean square errors in the unit of each property, over all runs. */
export function fusionTable(byFold: ReadonlyMap<string, readonly FusionTally[]>): string {
  const properties = [...new Set([...byFold.values()].flat().map(({ property }) => property))];
  const sums = [...byFold].map(([fold, tallies]) => ({
    fold,
    rows: properties.map((property) => addUp(property, tallies)),
  }));
  const rows = properties.flatMap((_, index) =>
    sums.flatMap(({ fold, rows: mine }) => {
      const row = mine[index];
      return row === undefined ? [] : [[row.property, fold, ...cellsOf(row)]];
    }),
  );
  const means = sums.map(({ fold, rows: mine }) => ['mean', fold, '', '', '', '', ...meanCells(mine)]);
  return markdownTable(HEAD, [...rows, ...means]);
}

function addUp(property: FusionTally['property'], tallies: readonly FusionTally[]) {
  const mine = tallies.filter((tally) => tally.property === property);
  const sum = (key: Exclude<keyof FusionTally, 'property'>): number => mine.reduce((all, tally) => all + tally[key], 0);
  const points = sum('points');
  const error = (squares: number): number => Math.sqrt(squares / points);
  const fused = error(sum('fusedSquares'));
  const median = error(sum('medianSquares'));
  const mean = error(sum('meanSquares'));
  return {
    property,
    points,
    errors: [fused, median, mean],
    ratios: [fused / median, fused / mean],
    shares: [sum('faultyUsed') / sum('faultySeen'), sum('honestExcluded') / sum('honestSeen'), sum('covered') / points],
  };
}

type SummedRow = ReturnType<typeof addUp>;

const cellsOf = ({ points, errors, ratios, shares }: SummedRow): Row => [
  String(points),
  ...errors.map((error) => error.toPrecision(3)),
  ...ratios.map((ratio) => ratio.toFixed(2)),
  ...shares.map(percent),
];

/** Means over the properties; errors have different units and none. */
function meanCells(rows: readonly SummedRow[]): Row {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const column = (pick: (row: SummedRow) => number | undefined): number =>
    mean(rows.map((row) => pick(row) ?? Number.NaN));
  return [
    ...[0, 1].map((index) => column(({ ratios }) => ratios[index]).toFixed(2)),
    ...[0, 1, 2].map((index) => percent(column(({ shares }) => shares[index]))),
  ];
}

/** `none` where there was nothing of which it could be a share. */
function percent(share: number): string {
  return Number.isNaN(share) ? 'none' : `${(100 * share).toFixed(1)} %`;
}
