import type { Severity } from './scenario.ts';
import type { BothTexts } from './standards-pack.ts';

/** What a scenario's names mean, in both languages of the page. A name that is missing is shown as it is. */
export interface ScenarioWords {
  /** What a person does first, per severity. */
  readonly advice: Readonly<Record<Severity, BothTexts>>;
  /** Each name that `because` of a verdict may hold. */
  readonly conditions: Readonly<Record<string, BothTexts>>;
  /** Each name that `values` of a verdict may hold, with its unit. */
  readonly values: Readonly<Record<string, BothTexts>>;
  /** Each row of the scenario's own packs. */
  readonly rows: Readonly<Record<string, BothTexts>>;
}
