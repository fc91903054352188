import { useMemo } from 'preact/hooks';
import { formatValue } from '../format/number.ts';
import { propertyKind, propertyTitle, propertyUnit } from '../live/properties.ts';
import { navigate } from '../live/route.ts';
import { texts } from '../texts/language.ts';
import type { ShownReadings } from './follow-readings.ts';
import { seriesKey } from './followed.ts';
import { lineStyle } from './line-style.ts';
import { pointTime } from './point-time.ts';
import { QualityMark } from './quality-mark.tsx';
import { useLineChart } from './use-line-chart.ts';
import type { ZoneChannel } from './zone-channels.ts';

const HEIGHT = 190;

/** The lines of several channels over the same time, and below a legend with the last value of each. */
export function ZoneChart(props: {
  readonly channels: readonly ZoneChannel[];
  readonly shown: ShownReadings;
  readonly property: string;
}) {
  const { channels, shown, property } = props;
  const { device: deviceWords, series: words } = texts.value;
  const readings = channels.map(({ device, channel }) => shown.series.get(seriesKey(device.id, channel)) ?? []);
  const styles = useMemo(() => channels.map((_, index) => lineStyle(index)), [channels]);
  const lines = useMemo(
    () =>
      readings.map((each) => each.map(({ observedAt, value, quality: { level } }) => ({ observedAt, value, level }))),
    [shown, channels],
  );
  const { host, pointed, bringOut } = useLineChart({
    lines,
    kind: propertyKind(property),
    styles,
    range: shown.range,
    height: HEIGHT,
  });
  const at = pointed.value;
  return (
    <figure class="chart">
      <div
        ref={host}
        class="chart-host"
        role="img"
        aria-label={`${propertyTitle(property)} (${propertyUnit(property)})`}
      />
      <table class="series-legend" onMouseLeave={() => bringOut(null)}>
        <thead>
          <tr>
            <th>{deviceWords.title}</th>
            <th>{deviceWords.dialect}</th>
            <th class="number">{at ? pointTime(at.at, shown.range) : words.last}</th>
            <th class="wide-only">{words.at}</th>
            <th>{texts.value.alerts.quality}</th>
          </tr>
        </thead>
        <tbody>
          {channels.map(({ device, channel }, index) => {
            const last = readings[index]?.at(-1);
            const value = at ? (at.values[index] ?? null) : (last?.value ?? null);
            const hasOthers = channels.some((each) => each.device === device && each.channel !== channel);
            return (
              <tr key={seriesKey(device.id, channel)} onMouseEnter={() => bringOut(index)}>
                <td>
                  <LineKey index={index} />
                  <button type="button" class="link" onClick={() => navigate({ tab: 'device', deviceId: device.id })}>
                    {device.id}
                  </button>
                  {hasOthers && <code> {channel}</code>}
                </td>
                <td class="dim">{device.dialect}</td>
                <td class="number">{value === null ? '–' : <b>{formatValue(value)}</b>}</td>
                <td class="wide-only dim">{last ? pointTime(last.observedAt, shown.range) : words.noReading}</td>
                <td>{last && <QualityMark state={last.quality.level} />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </figure>
  );
}

/** Legend symbol of a line. */
function LineKey({ index }: { readonly index: number }) {
  const { token, dash } = lineStyle(index);
  return (
    <svg class="series-key" viewBox="0 0 30 8" aria-hidden="true">
      <path d="M1 4h28" style={{ stroke: `var(${token})` }} stroke-dasharray={dash.join(' ')} />
    </svg>
  );
}
