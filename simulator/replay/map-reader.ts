import { ReplayMapError } from './replay-map.ts';

/** One mapping of a parsed YAML file with its key; every access is checked. */
export interface MapReader {
  readonly key: string;
  has(name: string): boolean;
  /** Throws on an unknown key, which may be a misspelt one. */
  allowOnly(known: readonly string[]): void;
  text(name: string, fallback?: string): string;
  number(name: string, fallback?: number): number;
  texts(name: string, fallback?: readonly string[]): readonly string[];
  /** Column names with the text that the column must have. */
  record(name: string): Readonly<Record<string, string>>;
  object(name: string): MapReader;
  objects(name: string): readonly MapReader[];
}

/** Reads a mapping as YAML parsed it. */
export function readMapping(value: unknown, key: string): MapReader {
  if (!isMapping(value)) throw new ReplayMapError(key, 'must be a mapping of names to values');
  const path = (name: string) => (key === 'map' ? name : `${key}.${name}`);
  const need = (name: string, want: string): unknown => {
    if (value[name] === undefined || value[name] === null) throw new ReplayMapError(path(name), `is missing; ${want}`);
    return value[name];
  };
  return {
    key,
    has: (name) => value[name] !== undefined,
    allowOnly(known) {
      const stray = Object.keys(value).find((name) => !known.includes(name));
      if (stray !== undefined) throw new ReplayMapError(path(stray), `is not known; known are ${known.join(', ')}`);
    },
    text(name, fallback) {
      if (value[name] === undefined && fallback !== undefined) return fallback;
      const found = need(name, 'give a text');
      if (typeof found !== 'string' || found === '')
        throw new ReplayMapError(path(name), 'must be a text that is not empty');
      return found;
    },
    number(name, fallback) {
      if (value[name] === undefined && fallback !== undefined) return fallback;
      const found = need(name, 'give a number');
      if (typeof found !== 'number' || !Number.isFinite(found))
        throw new ReplayMapError(path(name), 'must be a number');
      return found;
    },
    texts(name, fallback) {
      if (value[name] === undefined && fallback !== undefined) return fallback;
      const found = need(name, 'give a list of texts');
      if (!Array.isArray(found) || !found.every((each) => typeof each === 'string')) {
        throw new ReplayMapError(path(name), 'must be a list of texts, e.g. [year, month, day, hour]');
      }
      return found;
    },
    record(name) {
      const found = value[name] ?? {};
      if (!isMapping(found))
        throw new ReplayMapError(path(name), 'must map column names to texts, e.g. { station: Dongsi }');
      return Object.fromEntries(Object.entries(found).map(([column, text]) => [column, String(text)]));
    },
    object: (name) => readMapping(need(name, 'give a mapping'), path(name)),
    objects(name) {
      const found = need(name, 'give a list');
      if (!Array.isArray(found) || found.length === 0)
        throw new ReplayMapError(path(name), 'must be a list with one entry or more');
      return found.map((each, index) => readMapping(each, `${path(name)}[${index}]`));
    },
  };
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
