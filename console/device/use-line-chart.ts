import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { PropertyKind } from '../../model/property-kind.ts';
import { cityClock, timeZone } from '../live/city.ts';
import { theme } from '../live/theme.ts';
import type { ChartPoint } from './chart-points.ts';
import { createLineChart, type LineChart, type PointedAt, type TimeRange } from './line-chart.ts';
import type { LineStyle } from './line-style.ts';

/** A chart within an element of a component. */
export interface UsedChart {
  readonly host: RefObject<HTMLDivElement | null>;
  readonly pointed: Signal<PointedAt | null>;
  bringOut(line: number | null): void;
}

/** Redraws a chart when its lines, the theme or the city's time zone change. */
export function useLineChart(props: {
  readonly lines: readonly (readonly ChartPoint[])[];
  readonly kind: PropertyKind | null;
  readonly styles: readonly LineStyle[];
  readonly range: TimeRange;
  readonly height: number;
}): UsedChart {
  const { lines, kind, styles, range, height } = props;
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<LineChart | null>(null);
  const pointed = useSignal<PointedAt | null>(null);
  const zone = timeZone.value;

  useEffect(() => {
    if (host.current === null) return;
    const made = createLineChart(host.current, {
      height,
      timeZone: zone,
      kind,
      styles,
      timeText: axisTime,
      onPoint: (point) => {
        pointed.value = point;
      },
    });
    chart.current = made;
    made.show(lines, range);
    return () => made.close();
  }, [height, zone, theme.value, styles.length, kind]);
  useEffect(() => chart.current?.show(lines, range), [lines, range[0], range[1]]);

  return { host, pointed, bringOut: (line) => chart.current?.bringOut(line) };
}

/** A time of the axis: midnight as its date. */
function axisTime(at: number): string {
  const minute = cityClock(at, 'minute');
  return minute === '00:00' ? cityClock(at, 'day') : minute;
}
