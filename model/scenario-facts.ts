import type { Lane } from './alert.ts';
import type { Property } from './property.ts';
import type { ScenarioWords } from './scenario-words.ts';
import type { BothTexts } from './standards-pack.ts';
import type { ZoneKind } from './zone.ts';

/** A scenario as page, flows and programs see it: what it looks at and what its names mean, without its rules. */
export interface ScenarioFacts {
  readonly id: string;
  readonly version: string;
  readonly title: BothTexts;
  readonly zoneKinds: readonly ZoneKind[];
  readonly needs: readonly Property[];
  readonly lanes: readonly Lane[];
  /** Ids of the packs that it takes its thresholds from, its own first. */
  readonly standards: readonly string[];
  /** Whether its alerts name a subject (a transformer, a bridge) beside the zone. */
  readonly hasSubjects: boolean;
  readonly words: ScenarioWords;
}
