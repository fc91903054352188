import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Property } from '../../model/property.ts';
import type { Reading } from '../../model/reading.ts';
import { formatCount, formatValue } from '../format/number.ts';
import { formatUnit } from '../format/unit.ts';
import { propertyKind, propertyTitle } from '../live/properties.ts';
import { route } from '../live/route.ts';
import { texts } from '../texts/language.ts';
import { countReasons } from './count-reasons.ts';
import type { TimeRange } from './line-chart.ts';
import { LineFigure } from './line-figure.tsx';
import { QualityMark } from './quality-mark.tsx';

/** One channel over a range of time, with its unit, its newest value and the quality of its readings. */
export function ChannelChart(props: {
  readonly channel: string;
  readonly property: Property;
  readonly unit: string;
  readonly readings: readonly Reading[];
  readonly range: TimeRange;
  readonly children?: ComponentChildren;
}) {
  const { channel, property, unit, readings, range, children } = props;
  const { device: words, quality, units, colon, listComma } = texts.value;
  const { range: chosen } = route.value;
  const points = useMemo(
    () => readings.map(({ observedAt, value, quality: { level } }) => ({ observedAt, value, level })),
    [readings],
  );
  const last = readings.at(-1);
  const reasons = [...countReasons(readings)].map(([reason, count]) =>
    quality.reasonOf(quality.reasons[reason], formatCount(count)),
  );
  const counted = (level: 'suspect' | 'bad') => formatCount(points.filter((point) => point.level === level).length);
  const value = last ? `${formatValue(last.value)} ${formatUnit(unit, units)}` : formatUnit(unit, units);
  return (
    <LineFigure
      title={propertyTitle(property)}
      last={value}
      kind={propertyKind(property)}
      points={points}
      range={range}
      height={118}
    >
      <p class="chart-foot dim">
        <code>{channel}</code>
        {last ? (
          <>
            <QualityMark state={last.quality.level} />
            <span>
              {words.summary(formatCount(points.length), counted('suspect'), counted('bad'))}
              {reasons.length > 0 && `${colon}${reasons.join(listComma)}`}
            </span>
          </>
        ) : (
          <span>{typeof chosen === 'string' ? words.noReadings[chosen] : words.noReadings.between}</span>
        )}
        {children}
      </p>
    </LineFigure>
  );
}
