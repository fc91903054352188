import { SingleBar } from 'cli-progress';

/** Progress of a long command: a bar on a terminal, elsewhere a line of JSON every five seconds. */
export interface Progress {
  update(done: number, facts: Readonly<Record<string, number | string>>): void;
  end(): void;
}

const LINE_EVERY_MILLIS = 5_000;

/** `format` is a format of cli-progress with the facts in braces. `total` null: not known, only counts are shown. */
export function startProgress(total: number | null, format: string): Progress {
  if (process.stderr.isTTY) {
    const bar = new SingleBar({
      format: total === null ? format : `{bar} {percentage} % ${format} | {eta_formatted}`,
      hideCursor: true,
    });
    bar.start(total ?? 0, 0, {});
    return { update: (done, facts) => bar.update(done, facts), end: () => bar.stop() };
  }
  let lastLineAt = performance.now();
  return {
    update(done, facts) {
      if (performance.now() - lastLineAt < LINE_EVERY_MILLIS) return;
      lastLineAt = performance.now();
      process.stderr.write(`${JSON.stringify({ done, total, ...facts })}\n`);
    },
    end() {},
  };
}
