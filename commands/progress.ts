import { SingleBar } from 'cli-progress';

/** How a long command says how far it is: a bar on a terminal, a JSON line now and then elsewhere. */
export interface Progress {
  update(done: number, facts: Readonly<Record<string, number | string>>): void;
  end(): void;
}

const LINE_EVERY_MILLIS = 5_000;

/** `format` names the facts in braces; `total` null: nobody knows how much there is, only counts are shown. */
export function startProgress(total: number | null, format: string): Progress {
  if (process.stderr.isTTY) {
    const bar = new SingleBar({
      format: total === null ? format : `{bar} {percentage} % ${format} | {eta_formatted}`,
      hideCursor: true,
    });
    bar.start(total ?? 0, 0, {});
    return { update: (done, facts) => bar.update(done, facts), end: () => bar.stop() };
  }
  let saidAt = performance.now();
  return {
    update(done, facts) {
      if (performance.now() - saidAt < LINE_EVERY_MILLIS) return;
      saidAt = performance.now();
      process.stderr.write(`${JSON.stringify({ done, total, ...facts })}\n`);
    },
    end() {},
  };
}
