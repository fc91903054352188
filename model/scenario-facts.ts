import type { Lane } from './alert.ts';
import type { Property } from './property.ts';
import type { ScenarioWords } from './scenario-words.ts';
import type { LocalizedText } from './standards-pack.ts';
import type { ZoneKind } from './zone.ts';

/** The description of a scenario for the page, flows and API clients: its inputs and texts, without its rules. */
export interface ScenarioFacts {
  readonly id: string;
  readonly version: string;
  readonly title: LocalizedText;
  readonly zoneKinds: readonly ZoneKind[];
  readonly needs: readonly Property[];
  readonly lanes: readonly Lane[];
  /** Ids of the standards packs that define its thresholds, its own first. */
  readonly standards: readonly string[];
  /** Whether its alerts name a subject (a transformer, a bridge) in addition to the zone. */
  readonly hasSubjects: boolean;
  readonly words: ScenarioWords;
}
