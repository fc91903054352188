import { existsSync, readFileSync } from 'node:fs';
import { ConfigError } from '../model/config-error.ts';

/**
 * The value in a JSON file that Citynerve itself wrote; undefined when there is no file. Throws a `ConfigError` with
 * `remedy`, what to do, when it cannot be read as JSON.
 */
export function readJson(file: string, remedy: string): unknown {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const isDamaged = error instanceof SyntaxError;
    const isFolder = error instanceof Error && 'code' in error && error.code === 'EISDIR';
    if (!isDamaged && !isFolder) throw error;
    throw new ConfigError(file, `${isFolder ? 'is a folder; must be a file' : 'is damaged'}; ${remedy}`);
  }
}
