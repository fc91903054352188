import { openCursorFile } from './cursor-file.ts';
import type { DeliverySink, DeliverySinkOptions } from './delivery-sink.ts';
import { RunningSink } from './running-sink.ts';

/** Opens the delivery sink of one destination with its cursor. Rejects only with `NewerVersionError`. */
export async function createDeliverySink(options: DeliverySinkOptions): Promise<DeliverySink> {
  const { cursorFile: file, after, destination } = options;
  let sink: RunningSink | null = null;
  const cursor = await openCursorFile({ file, after, state: () => sink?.state() ?? { nextOffset: 0, settled: [] } });
  if (cursor.found.damage) options.onProblem(`${destination.name}: ${cursor.found.damage}`);
  sink = new RunningSink(options, cursor);
  return sink;
}
