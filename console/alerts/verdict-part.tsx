import type { Verdict } from '../../model/scenario.ts';
import { termsOf } from '../live/scenarios.ts';
import { texts } from '../texts/language.ts';

/** The conditions that held and the rounded values that they were decided on, as the scenario returned them. */
export function VerdictPart({ verdict, scenarioId }: { readonly verdict: Verdict; readonly scenarioId: string }) {
  const words = texts.value.alerts;
  const term = termsOf(scenarioId);
  return (
    <section>
      <h3>{words.why}</h3>
      {verdict.because.length === 0 && <p class="dim">{words.nothingHeld}</p>}
      <ul class="because" aria-label={words.because}>
        {verdict.because.map((condition) => (
          <li key={condition}>{term(condition)}</li>
        ))}
      </ul>
      <dl class="verdict-values" aria-label={words.values}>
        {Object.entries(verdict.values).map(([name, value]) => (
          <div key={name}>
            <dt>{term(name)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
