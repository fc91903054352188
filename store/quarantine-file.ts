import { existsSync, readdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Quarantines a damaged file and those that belong to it (`<file><suffix>`): renames them to
 * `<file>.damaged-<n><suffix>`, so that a person can examine them. Returns `<file>.damaged-<n>`.
 */
export function quarantineFile(file: string, suffixes: readonly string[]): string {
  const target = freeName(file);
  for (const suffix of suffixes) {
    if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix);
  }
  return target;
}

/** The first `<file>.damaged-<n>` that is not used yet, with any suffix. */
function freeName(file: string): string {
  const names = readdirSync(dirname(file));
  for (let n = 1; ; n += 1) {
    const name = `${basename(file)}.damaged-${n}`;
    if (!names.some((taken) => taken === name || taken.startsWith(`${name}.`) || taken.startsWith(`${name}-`))) {
      return join(dirname(file), name);
    }
  }
}
