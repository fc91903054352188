import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { type ChartPoint, chartColumns } from './chart-points.ts';
import { drawMarks } from './draw-marks.ts';

/** A stretch of time, milliseconds since 1970. */
export type TimeRange = readonly [number, number];

/** How a chart looks and whom it tells what the pointer is at. */
export interface LineChartOptions {
  readonly height: number;
  readonly timeZone: string;
  /** Writes an instant of the time axis. */
  readonly timeText: (at: number) => string;
  readonly onPoint: (point: { readonly at: number; readonly value: number } | null) => void;
}

/** A chart of one series that can be fed again and again. */
export interface LineChart {
  show(points: readonly ChartPoint[], range: TimeRange): void;
  close(): void;
}

/** Draws one series into an element and follows its width. */
export function createLineChart(host: HTMLElement, options: LineChartOptions): LineChart {
  let marked: readonly ChartPoint[] = [];
  let range: TimeRange = [0, 1];
  const colours = getComputedStyle(host);
  const ink = colours.getPropertyValue('--chart-line').trim();
  const dim = colours.getPropertyValue('--dim').trim();
  const grid = colours.getPropertyValue('--line').trim();
  const axis = { stroke: dim, grid: { stroke: grid, width: 1 }, ticks: { show: false }, font: '11px system-ui' };

  const plot = new uPlot(
    {
      width: Math.max(host.clientWidth, 40),
      height: options.height,
      ms: 1,
      padding: [6, 17, 0, 0],
      tzDate: (at) => uPlot.tzDate(new Date(at), options.timeZone),
      legend: { show: false },
      cursor: { y: false, points: { size: 6, fill: ink, stroke: ink }, drag: { x: false, y: false } },
      scales: {
        x: { time: true, range: () => [range[0], range[1]] },
        y: { range: (_, low, high) => roomAround(low, high) },
      },
      axes: [
        { ...axis, size: 20, gap: 3, space: 70, values: (_, at) => at.map((each) => options.timeText(each)) },
        { ...axis, size: 42, gap: 3, space: 18 },
      ],
      series: [{}, { stroke: ink, width: 1.5, points: { show: false }, spanGaps: false }],
      hooks: {
        draw: [(u) => drawMarks(u, marked, ink)],
        setCursor: [(u) => options.onPoint(pointAt(u))],
      },
    },
    [[], []],
    host,
  );
  const follow = new ResizeObserver(() => {
    if (host.clientWidth > 0) plot.setSize({ width: host.clientWidth, height: options.height });
  });
  follow.observe(host);

  return {
    show: (points, shown) => {
      const columns = chartColumns(points);
      marked = columns.marked;
      range = shown;
      plot.setData([[...columns.times], [...columns.line]]);
    },
    close: () => {
      follow.disconnect();
      plot.destroy();
    },
  };
}

/** The least that a chart spans, as a share of its values: a tenth of a percent must not look like a leap. */
const LEAST_SPAN_SHARE = 0.04;

/** A tenth of air above and below; around a flat line, enough that its noise does not fill the chart. */
function roomAround(low: number | null, high: number | null): uPlot.Range.MinMax {
  if (low === null || high === null) return [0, 1];
  const least = Math.max(Math.abs(low), Math.abs(high)) * LEAST_SPAN_SHARE;
  const air =
    high === low ? Math.max(Math.abs(high) * 0.2, 0.5) : Math.max((high - low) * 0.12, (least - (high - low)) / 2);
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

function pointAt({ cursor, data }: uPlot): { readonly at: number; readonly value: number } | null {
  if (cursor.idx === null || cursor.idx === undefined) return null;
  const at = data[0][cursor.idx];
  const value = data[1]?.[cursor.idx];
  return at === undefined || value === undefined || value === null ? null : { at, value };
}
