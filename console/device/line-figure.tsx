import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatValue } from '../format/number.ts';
import { cityClock, timeZone } from '../live/city.ts';
import { theme } from '../live/theme.ts';
import type { ChartPoint } from './chart-points.ts';
import { createLineChart, type LineChart, type TimeRange } from './line-chart.ts';

/** A chart with its title and newest value; under the pointer, the value there. */
export function LineFigure(props: {
  readonly title: string;
  readonly last: string;
  readonly points: readonly ChartPoint[];
  readonly range: TimeRange;
  readonly height: number;
  readonly children?: ComponentChildren;
}) {
  const { title, last, points, range, height, children } = props;
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<LineChart | null>(null);
  const pointed = useSignal<{ readonly at: number; readonly value: number } | null>(null);
  const zone = timeZone.value;

  useEffect(() => {
    if (host.current === null) return;
    const made = createLineChart(host.current, {
      height,
      timeZone: zone,
      timeText: (at) => cityClock(at, 'minute'),
      onPoint: (point) => {
        pointed.value = point;
      },
    });
    chart.current = made;
    made.show(points, range);
    return () => made.close();
  }, [height, zone, theme.value]);
  useEffect(() => chart.current?.show(points, range), [points, range[0], range[1]]);

  const at = pointed.value;
  return (
    <figure class="chart">
      <figcaption>
        <span class="chart-title">{title}</span>
        <span class="chart-value">{at ? `${cityClock(at.at, 'clock')}  ${formatValue(at.value)}` : last}</span>
      </figcaption>
      <div ref={host} class="chart-host" role="img" aria-label={`${title}: ${last}`} />
      {children}
    </figure>
  );
}
