import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LoadCommand, LoadMessage, LoadOrder, LoadReport } from './load-order.ts';

/** A load generator in a process of its own, with all connections open. */
export interface Load {
  readonly pid: number;
  /** Begins; resolves when everything was sent and acknowledged. */
  run(): Promise<LoadReport>;
  /** Counts since the last report. */
  sample(): Promise<LoadReport>;
  /** Stops publishing; `run` then resolves. */
  stop(): void;
}

/** Starts it and resolves when every connection is open. It ends with this process. */
export async function startLoad(order: LoadOrder): Promise<Load> {
  const child = fork(fileURLToPath(new URL('load.ts', import.meta.url)), { execArgv: process.execArgv });
  const endWithUs = () => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  const command = (said: LoadCommand): void => void child.send(said);
  const news = <T extends LoadMessage['type']>(type: T) =>
    new Promise<Extract<LoadMessage, { type: T }>>((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`the load ended with ${code}`));
      const heard = (said: LoadMessage) => {
        if (said.type !== type) return;
        child.off('message', heard);
        child.off('exit', ended);
        resolve(said as Extract<LoadMessage, { type: T }>);
      };
      child.on('message', heard);
      child.once('exit', ended);
    });
  const ready = news('ready');
  command({ type: 'open', order });
  await ready;
  return {
    pid: child.pid ?? 0,
    async run() {
      const done = news('done');
      command({ type: 'go' });
      return (await done).report;
    },
    async sample() {
      const sampled = news('sample');
      command({ type: 'sample' });
      return (await sampled).report;
    },
    stop: () => command({ type: 'stop' }),
  };
}
