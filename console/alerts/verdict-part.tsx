import type { Verdict } from '../../model/scenario.ts';
import { termIn, texts } from '../texts/language.ts';

/** Why: the conditions that held and the rounded values they were decided on, exactly as the scenario gave them. */
export function VerdictPart({ verdict }: { readonly verdict: Verdict }) {
  const words = texts.value.alerts;
  return (
    <section>
      <h3>{words.why}</h3>
      {verdict.because.length === 0 && <p class="dim">{words.nothingHeld}</p>}
      <ul class="because" aria-label={words.because}>
        {verdict.because.map((condition) => (
          <li key={condition}>{termIn(condition)}</li>
        ))}
      </ul>
      <dl class="verdict-values" aria-label={words.values}>
        {Object.entries(verdict.values).map(([name, value]) => (
          <div key={name}>
            <dt>{termIn(name)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
