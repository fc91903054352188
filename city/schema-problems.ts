import { Value } from 'typebox/value';
import { didYouMean } from '../model/closest-name.ts';
import { CITY_SCHEMA } from './city-config.ts';

type Node = {
  readonly expected?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
};

interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
}

/**
 * What is wrong with settings by their schema, one sentence for each key. `setBy`: the environment variable that has
 * set a key. Each part is checked by itself, because the validator stops at the eighth error.
 */
export function schemaProblems(settings: unknown, setBy: ReadonlyMap<string, string>): readonly string[] {
  const problems = new Map<string, string>();
  const add = (errors: readonly SchemaError[], under: readonly string[]) => {
    for (const error of errors) {
      const [key, text] = explain(error, under, settings) ?? [];
      if (key === undefined || text === undefined || problems.has(key)) continue;
      const variable = setBy.get(key);
      problems.set(key, variable === undefined ? text : `${text} (set by ${variable} in the environment)`);
    }
  };
  for (const [key, schema] of Object.entries(CITY_SCHEMA.properties)) {
    const part = valueAt(settings, [key]);
    if (part !== undefined) add(Value.Errors(schema, part), [key]);
  }
  add(Value.Errors(CITY_SCHEMA, settings), []);
  return [...problems.values()];
}

/** The key that an error is about, and the sentence; null for an error that another one says better. */
function explain(
  { keyword, instancePath, params }: SchemaError,
  under: readonly string[],
  settings: unknown,
): readonly [string, string] | null {
  const path = [...under, ...instancePath.split('/').slice(1)];
  const key = path.join('.');
  if (keyword === 'required') {
    const name = Object.values(params)
      .flat()
      .find((each) => typeof each === 'string');
    const missing = [...path, `${name}`];
    return [missing.join('.'), `${missing.join('.')} is missing; must be ${nodeAt(missing)?.expected ?? 'there'}`];
  }
  // Each key that is too many is reported by itself as well, as an error of the schema `false`.
  if (keyword === 'additionalProperties') return null;
  if (keyword === 'boolean') {
    const parent = nodeAt(path.slice(0, -1));
    const hint = didYouMean(path.at(-1) ?? '', Object.keys(parent?.properties ?? {}));
    return [key, `${key} is not a setting${hint}; there are ${parent?.expected ?? 'others'}`];
  }
  return [key, `${key} is ${show(valueAt(settings, path))}; must be ${nodeAt(path)?.expected ?? 'something else'}`];
}

function nodeAt(path: readonly string[]): Node | undefined {
  let node = CITY_SCHEMA as Node | undefined;
  for (const key of path) node = node?.properties?.[key] ?? node?.items ?? node;
  return node;
}

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((found, key) => Object.entries(Object(found)).find(([name]) => name === key)?.[1], value);

const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
