import { Value } from 'typebox/value';
import { parseDocument } from 'yaml';
import { ConfigError } from '../model/config-error.ts';
import { textAsScalar } from '../model/text-as-scalar.ts';
import { CITY_SCHEMA, type CityConfig } from './city-config.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Node = { type?: string; expected?: string; properties?: Record<string, Node>; items?: Node };

const PREFIX = 'CITYNERVE_';

/**
 * Parses `city.yaml`, applies overrides from the environment and fills in defaults. Throws a `ConfigError` that names
 * the key, the problem and what would be right.
 */
export function parseCityConfig(text: string, environment: Environment, fileName = 'city.yaml'): CityConfig {
  const document = parseDocument(text, { prettyErrors: true });
  const broken = document.errors[0];
  if (broken) throw new ConfigError(fileName, `is not YAML: ${broken.message.split('\n')[0]}`);
  const raw: unknown = document.toJS();
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) {
    throw new ConfigError(fileName, `must be a list of settings such as "timeZone: Asia/Shanghai"; found ${show(raw)}`);
  }
  const config = Value.Default(CITY_SCHEMA, withEnvironment(raw as Record<string, unknown>, environment));
  const error = Value.Errors(CITY_SCHEMA, config)[0];
  if (error) throw new ConfigError(fileName, explain(error, config));
  const valid = Value.Parse(CITY_SCHEMA, config);
  if (!isTimeZone(valid.timeZone)) {
    throw new ConfigError(
      fileName,
      `timeZone is ${show(valid.timeZone)}; must be an IANA time zone, e.g. Asia/Shanghai`,
    );
  }
  if (valid.simulation && valid.clock !== 'driven') {
    throw new ConfigError(fileName, 'clock is "wall" while simulation is on; a simulated city needs "clock: driven"');
  }
  refuseDuplicateNames(valid, fileName);
  return valid;
}

/** Names of destinations must differ, because the files of a destination are named after it. */
function refuseDuplicateNames({ alerts }: CityConfig, fileName: string): void {
  for (const [key, list] of Object.entries(alerts)) {
    const names = list.map(({ name }) => name);
    const repeat = names.findIndex((name, index) => names.indexOf(name) < index);
    if (repeat >= 0)
      throw new ConfigError(
        fileName,
        `alerts.${key}.${repeat}.name is ${show(names[repeat])}, as another is; must differ`,
      );
  }
}

interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
}

function explain(error: SchemaError, config: unknown): string {
  const path = error.instancePath.split('/').slice(1);
  const named = Object.values(error.params)
    .flat()
    .find((name) => typeof name === 'string');
  if (error.keyword === 'required')
    return `${[...path, named].join('.')} is missing; must be ${expectedAt([...path, String(named)])}`;
  // An unknown key is reported as an error of the schema `false` at the key.
  if (error.keyword === 'boolean')
    return `${path.join('.')} is not a setting; there are ${expectedAt(path.slice(0, -1))}`;
  const found = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], config);
  return `${path.join('.')} is ${show(found)}; must be ${expectedAt(path)}`;
}

function expectedAt(path: readonly string[]): string {
  let node = CITY_SCHEMA as Node;
  for (const key of path) node = node.properties?.[key] ?? node.items ?? node;
  return node.expected ?? 'something else';
}

function withEnvironment(raw: Record<string, unknown>, environment: Environment): Record<string, unknown> {
  const result = structuredClone(raw);
  for (const [key, schema] of Object.entries((CITY_SCHEMA as Node).properties ?? {})) {
    for (const [child, childSchema] of Object.entries(schema.properties ?? {})) {
      const text = environment[PREFIX + [key, child].map(upperSnake).join('_')];
      if (text === undefined) continue;
      result[key] = { ...(result[key] as object | undefined), [child]: textAsScalar(text, childSchema.type) };
    }
    const text = environment[PREFIX + upperSnake(key)];
    if (text !== undefined && !schema.properties) result[key] = textAsScalar(text, schema.type);
  }
  return result;
}

const upperSnake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
