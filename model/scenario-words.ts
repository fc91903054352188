import type { Severity } from './scenario.ts';
import type { LocalizedText } from './standards-pack.ts';

/** The display texts of a scenario in both languages of the page. A name without a text is displayed as it is. */
export interface ScenarioWords {
  /** The first thing to do, per severity. */
  readonly advice: Readonly<Record<Severity, LocalizedText>>;
  /** For each condition name in `because` of a verdict. */
  readonly conditions: Readonly<Record<string, LocalizedText>>;
  /** For each name in `values` of a verdict, with its unit. */
  readonly values: Readonly<Record<string, LocalizedText>>;
  /** For each row of the scenario's own standards packs. */
  readonly rows: Readonly<Record<string, LocalizedText>>;
}
