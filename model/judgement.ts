import type { Scenario, Verdict, Window } from './scenario.ts';

/** One evaluation of a place by a scenario. */
export interface Judgement {
  readonly window: Window;
  readonly packs: Parameters<Scenario['evaluate']>[1];
  readonly verdict: Verdict;
}
