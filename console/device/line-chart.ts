import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { PropertyKind } from '../../model/property-kind.ts';
import { type ChartPoint, chartColumns } from './chart-points.ts';
import { drawMarks } from './draw-marks.ts';
import { lineShape } from './line-shape.ts';
import type { LineStyle } from './line-style.ts';
import { lonelyPoints } from './lonely-points.ts';

/** A time range, milliseconds since 1970. */
export type TimeRange = readonly [number, number];

/** Appearance of a chart, and its callback for the pointer. */
export interface LineChartOptions {
  readonly height: number;
  readonly timeZone: string;
  /** Formats an instant of the time axis. */
  readonly timeText: (at: number) => string;
  /** What the values are; null: not known. */
  readonly kind: PropertyKind | null;
  /** One per line. */
  readonly styles: readonly LineStyle[];
  readonly onPoint: (point: PointedAt | null) => void;
}

/** A time under the pointer, and each line's value nearest to it. */
export interface PointedAt {
  readonly at: number;
  readonly values: readonly (number | null)[];
}

/** A chart whose points can be replaced. */
export interface LineChart {
  /** Shows the points of each line, in the order of the styles. */
  show(lines: readonly (readonly ChartPoint[])[], range: TimeRange): void;
  /** Highlights one line and fades the others; null: all alike. */
  bringOut(line: number | null): void;
  close(): void;
}

/** Draws one or more lines into an element and follows its width. */
export function createLineChart(host: HTMLElement, options: LineChartOptions): LineChart {
  let marked: readonly (readonly ChartPoint[])[] = [];
  let range: TimeRange = [0, 1];
  const colours = getComputedStyle(host);
  const inks = options.styles.map(({ token }) => colours.getPropertyValue(token).trim());
  const inkOf = (_: uPlot, series: number): string => inks[series - 1] ?? '';
  const dim = colours.getPropertyValue('--dim').trim();
  const grid = colours.getPropertyValue('--line').trim();
  const axis = { stroke: dim, grid: { stroke: grid, width: 1 }, ticks: { show: false }, font: '11px system-ui' };

  const { isPoints, path } = lineShape(options.kind);

  const plot = new uPlot(
    {
      width: Math.max(host.clientWidth, 40),
      height: options.height,
      ms: 1,
      padding: [6, 17, 0, 0],
      tzDate: (at) => uPlot.tzDate(new Date(at), options.timeZone),
      legend: { show: false },
      cursor: { y: false, points: { size: 6, fill: inkOf, stroke: inkOf }, drag: { x: false, y: false } },
      focus: { alpha: 0.25 },
      scales: {
        x: { time: true, range: () => [range[0], range[1]] },
        y: { range: (_, low, high) => roomAround(low, high) },
      },
      axes: [
        { ...axis, size: 20, gap: 3, space: 70, values: (_, at) => at.map((each) => options.timeText(each)) },
        { ...axis, size: 42, gap: 3, space: 18 },
      ],
      series: [
        {},
        ...options.styles.map(({ dash }, line) => ({
          stroke: inks[line] ?? '',
          dash: [...dash],
          width: 1.5,
          points: {
            size: 4,
            fill: inks[line] ?? '',
            ...(isPoints
              ? { show: true }
              : { filter: (u: uPlot, series: number) => lonelyPoints(u.data[series] ?? []) }),
          },
          ...path,
          spanGaps: false,
        })),
      ],
      hooks: {
        draw: [
          (u) => {
            for (const [line, each] of marked.entries()) drawMarks(u, each, inks[line] ?? '');
          },
        ],
        setCursor: [(u) => options.onPoint(pointAt(u))],
      },
    },
    [[], ...inks.map(() => [])],
    host,
  );
  const follow = new ResizeObserver(() => {
    if (host.clientWidth > 0) plot.setSize({ width: host.clientWidth, height: options.height });
  });
  follow.observe(host);

  return {
    show: (lines, shown) => {
      const columns = lines.map(chartColumns);
      marked = columns.map((each) => each.marked);
      range = shown;
      const tables = columns.map(({ times, line }): uPlot.AlignedData => [[...times], [...line]]);
      // In joined tables null is a gap in the line; undefined is a time of another line, across which this one goes on.
      plot.setData(tables.length === 1 && tables[0] ? tables[0] : uPlot.join(tables));
    },
    bringOut: (line) => plot.setSeries(line === null ? null : line + 1, { focus: line !== null }),
    close: () => {
      follow.disconnect();
      plot.destroy();
    },
  };
}

/** Smallest span of the value axis, as a share of the values: a tenth of a percent must not look like a jump. */
const LEAST_SPAN_SHARE = 0.04;

/** A tenth of margin above and below; around a flat line, enough that its noise does not fill the chart. */
function roomAround(low: number | null, high: number | null): uPlot.Range.MinMax {
  if (low === null || high === null) return [0, 1];
  const least = Math.max(Math.abs(low), Math.abs(high)) * LEAST_SPAN_SHARE;
  const air =
    high === low ? Math.max(Math.abs(high) * 0.2, 0.5) : Math.max((high - low) * 0.12, (least - (high - low)) / 2);
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

function pointAt({ cursor, data }: uPlot): PointedAt | null {
  if (cursor.idx === null || cursor.idx === undefined) return null;
  const at = data[0][cursor.idx];
  if (at === undefined) return null;
  const values = data.slice(1).map((line, index) => {
    const nearest = cursor.idxs?.[index + 1];
    return nearest === null || nearest === undefined ? null : (line[nearest] ?? null);
  });
  return { at, values };
}
