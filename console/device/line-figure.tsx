import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { PropertyKind } from '../../model/property-kind.ts';
import { formatValue } from '../format/number.ts';
import type { ChartPoint } from './chart-points.ts';
import type { TimeRange } from './line-chart.ts';
import { PLAIN_LINE } from './line-style.ts';
import { pointTime } from './point-time.ts';
import { useLineChart } from './use-line-chart.ts';

const STYLES = [PLAIN_LINE];

/** A chart with its title and newest value; under the pointer, the value there. */
export function LineFigure(props: {
  readonly title: string;
  readonly last: string;
  readonly kind: PropertyKind | null;
  readonly points: readonly ChartPoint[];
  readonly range: TimeRange;
  readonly height: number;
  readonly children?: ComponentChildren;
}) {
  const { title, last, kind, points, range, height, children } = props;
  const lines = useMemo(() => [points], [points]);
  const { host, pointed } = useLineChart({ lines, kind, styles: STYLES, range, height });
  const value = pointed.value?.values[0] ?? null;
  return (
    <figure class="chart">
      <figcaption>
        <span class="chart-title">{title}</span>
        <span class="chart-value">
          {pointed.value && value !== null ? `${pointTime(pointed.value.at, range)}  ${formatValue(value)}` : last}
        </span>
      </figcaption>
      <div ref={host} class="chart-host" role="img" aria-label={`${title}: ${last}`} />
      {children}
    </figure>
  );
}
