import { useSignal } from '@preact/signals';
import type { Evidence } from '../../model/evidence.ts';
import { QualityMark } from '../device/quality-mark.tsx';
import { formatCount, formatValue } from '../format/number.ts';
import { cityClock } from '../live/city.ts';
import { propertyTitle, propertyUnit } from '../live/properties.ts';
import { navigate } from '../live/route.ts';
import { texts } from '../texts/language.ts';
import { usedReadings } from './used-readings.ts';

const SHOWN_AT_FIRST = 8;

/** The readings in the evidence, each with its journal offset. */
export function ReadingsUsed({ evidence }: { readonly evidence: Evidence }) {
  const words = texts.value.alerts;
  const showsAll = useSignal(false);
  const used = usedReadings(evidence);
  const shown = showsAll.value ? used : used.slice(0, SHOWN_AT_FIRST);
  return (
    <section>
      <h3>{words.readings(formatCount(used.length))}</h3>
      {used.length === 0 && <p class="dim">{words.readingsEmpty}</p>}
      {used.length > 0 && (
        <table class="used">
          <thead>
            <tr>
              <th>{words.device}</th>
              <th class="number">{words.value}</th>
              <th>{words.quality}</th>
              <th class="number">{words.offset}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((reading) => (
              <tr key={`${reading.deviceId} ${reading.channel} ${reading.observedAt}`}>
                <td>
                  <button
                    type="button"
                    class="link"
                    onClick={() => navigate({ tab: 'device', deviceId: reading.deviceId })}
                  >
                    {reading.deviceId}
                  </button>
                  <span class="source">
                    {cityClock(reading.observedAt, 'clock')} · {propertyTitle(reading.property)}
                  </span>
                </td>
                <td class="number">
                  {formatValue(reading.value)} {propertyUnit(reading.property)}
                  {reading.count !== undefined && <span class="source">{words.sumOf(formatCount(reading.count))}</span>}
                </td>
                <td>
                  <QualityMark state={reading.quality} />
                </td>
                <td class="number dim">{formatCount(reading.offset)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {shown.length < used.length && (
        <button
          type="button"
          class="quiet"
          onClick={() => {
            showsAll.value = true;
          }}
        >
          {words.showAll(formatCount(used.length))}
        </button>
      )}
    </section>
  );
}
