import { dirname } from 'node:path';
import { ConfigError } from '../model/config-error.ts';
import { cityCommand } from './city-command.ts';

/** What was read from one file of a city, and everything that is wrong with it. */
export interface Checked<T> {
  readonly file: string;
  /** What could be read; incomplete where there are problems. */
  readonly value: T;
  /** One sentence each: the place in the file, what is wrong, and what would be right. */
  readonly problems: readonly string[];
}

/** The value of a file without problems. Throws a `ConfigError` with the first problem and the number of others. */
export function soundValue<T>({ file, value, problems }: Checked<T>): T {
  const [first, ...more] = problems;
  if (first === undefined) return value;
  const others = more.length === 0 ? '' : ` (and ${more.length} more: ${cityCommand('check', dirname(file))})`;
  throw new ConfigError(file, `${first}${others}`);
}
