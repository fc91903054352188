import type { Severity } from '../../model/scenario.ts';
import { SeverityMark } from '../alerts/severity-mark.tsx';
import { SEVERITY_SHAPES } from '../alerts/severity-shapes.ts';
import { QualityMark } from '../device/quality-mark.tsx';
import { texts } from '../texts/language.ts';

/** Legend of shapes and colours. */
export function Legend() {
  const words = texts.value;
  return (
    <details class="legend" open={innerWidth > 900}>
      <summary>{words.map.legend}</summary>
      <ul>
        {(Object.keys(SEVERITY_SHAPES) as Severity[]).toReversed().map((severity) => (
          <li key={severity}>
            <SeverityMark severity={severity} />
          </li>
        ))}
      </ul>
      <ul>
        {(['good', 'suspect', 'bad', 'silent'] as const).map((state) => (
          <li key={state} title={state === 'silent' ? words.quality.silentHint : undefined}>
            <QualityMark state={state} />
          </li>
        ))}
      </ul>
      <ul>
        <li class="line-key road-key">{words.map.road}</li>
        <li class="line-key drain-key">{words.map.drain}</li>
      </ul>
    </details>
  );
}
