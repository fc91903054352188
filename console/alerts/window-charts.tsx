import type { Window } from '../../model/scenario.ts';
import { LineFigure } from '../device/line-figure.tsx';
import { formatCount, formatValue } from '../format/number.ts';
import { cityClock } from '../live/city.ts';
import { propertyKind, propertyTitle, propertyUnit } from '../live/properties.ts';
import { texts } from '../texts/language.ts';

/** The fused states in the scenario's window, one small chart a property, over the same time range. */
export function WindowCharts({ window }: { readonly window: Window }) {
  const words = texts.value.alerts;
  const from = window.at - window.windowSeconds * 1000;
  const minutes = formatCount(window.windowSeconds / 60);
  const series = Object.entries(window.states).filter(([, states]) => states.length > 0);
  // A window of hours with data in its last hour only would be drawn as a narrow strip at the edge.
  const firstAt = Math.max(from, Math.min(...series.flatMap(([, states]) => states.map(({ at }) => at))));
  return (
    <section>
      <h3>{words.window(minutes, cityClock(from, 'minute'), cityClock(window.at, 'minute'))}</h3>
      {series.length === 0 && <p class="dim">{words.windowEmpty}</p>}
      <div class="window-charts">
        {series.map(([property, states]) => {
          const points = states.map(({ at, value }) => ({ observedAt: at, value, level: 'good' as const }));
          const last = points.at(-1);
          return (
            <LineFigure
              key={property}
              title={propertyTitle(property)}
              last={last ? `${formatValue(last.value)} ${propertyUnit(property)}` : ''}
              kind={propertyKind(property)}
              points={points}
              range={[firstAt, window.at]}
              height={84}
            />
          );
        })}
      </div>
    </section>
  );
}
