import { didYouMean } from '../model/closest-name.ts';
import { textAsScalar } from '../model/text-as-scalar.ts';
import { CITY_SCHEMA } from './city-config.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;
type Node = { readonly type?: string; readonly properties?: Readonly<Record<string, Node>> };

const PREFIX = 'CITYNERVE_';
/** Variables of that name that are no setting: the token of a store, and what docs/examples read. */
const OTHERS: readonly string[] = ['STORE_TOKEN', 'TOKEN', 'HOST', 'PORT'].map((name) => PREFIX + name);

interface Override {
  readonly variable: string;
  readonly key: string;
  /** The key below `key`; null for a setting that has none. */
  readonly child: string | null;
  readonly type: string | undefined;
}

const OVERRIDES: readonly Override[] = Object.entries((CITY_SCHEMA as Node).properties ?? {}).flatMap(
  ([key, { type, properties }]): Override[] =>
    properties
      ? Object.entries(properties).map(([child, node]) => ({
          variable: variableOf([key, child]),
          key,
          child,
          type: node.type,
        }))
      : [{ variable: variableOf([key]), key, child: null, type }],
);

/** The settings with what the environment overrides. */
export function withEnvironment(
  settings: Readonly<Record<string, unknown>>,
  environment: Environment,
): Readonly<Record<string, unknown>> {
  const result: Record<string, unknown> = structuredClone(settings);
  for (const { variable, key, child, type } of OVERRIDES) {
    const text = environment[variable];
    if (text === undefined) continue;
    const value = textAsScalar(text, type);
    const part = result[key];
    result[key] = child === null ? value : { ...(isObject(part) ? part : {}), [child]: value };
  }
  return result;
}

/** Which variable has set a key, by the key with its parts joined by dots. */
export const variablesSet = (environment: Environment): ReadonlyMap<string, string> =>
  new Map(
    OVERRIDES.filter(({ variable }) => environment[variable] !== undefined).map(({ variable, key, child }) => [
      child === null ? key : `${key}.${child}`,
      variable,
    ]),
  );

/** A sentence for each variable that looks like a setting and is none: it may be a misspelt one. */
export function unknownVariables(environment: Environment): readonly string[] {
  const known = [...OVERRIDES.map(({ variable }) => variable), ...OTHERS];
  return Object.keys(environment)
    .filter((name) => name.startsWith(PREFIX) && !known.includes(name))
    .map((name) => `${name} in the environment is not a setting${didYouMean(name, known)}; unset it or correct it`);
}

function variableOf(path: readonly string[]): string {
  return PREFIX + path.map((name) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()).join('_');
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
