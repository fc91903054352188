import type { SinkFeedOptions } from '../../fold/feed-sink.ts';
import type { StartingPoint } from '../../fold/restore-folds.ts';
import type { FoldRun } from '../../fold/run-fold.ts';

/** The position of the live fold, readable also before it runs, because sinks and reports are opened before it. */
export type LiveView = SinkFeedOptions['live'] & { follow(run: FoldRun): void };

/** Shows the starting point until `follow` is called. */
export function createLiveView(from: StartingPoint): LiveView {
  let run: FoldRun | null = null;
  return {
    get foldedOffset() {
      return run?.foldedOffset ?? from.nextOffset;
    },
    get cityTime() {
      return run?.cityTime ?? from.cityTime;
    },
    get isLive() {
      return run?.isLive ?? false;
    },
    follow(started) {
      run = started;
    },
  };
}
