import type { FusionTally } from './fusion-tally.ts';
import type { FusionTask } from './play-fusion.ts';
import type { ScenarioTask } from './play-scenarios.ts';
import type { ScenarioTally } from './scenario-tally.ts';

/** Work for one worker process. */
export type Task = ScenarioTask | FusionTask;
/** What a task came to, in one form for both kinds. */
export type Tallies =
  | { readonly kind: 'scenarios'; readonly scenarios: readonly ScenarioTally[] }
  | { readonly kind: 'fusion'; readonly properties: readonly FusionTally[] };
/** A worker's message. */
export type TaskAnswer = { readonly tallies: Tallies } | { readonly error: string };
