import { Value } from 'typebox/value';
import { parseDocument } from 'yaml';
import { type Checked, soundValue } from './checked.ts';
import { CITY_SCHEMA, type CityConfig } from './city-config.ts';
import { type Environment, unknownVariables, variablesSet, withEnvironment } from './config-environment.ts';
import { brokenRules } from './config-rules.ts';
import { schemaProblems } from './schema-problems.ts';

/**
 * Parses `city.yaml`, applies overrides from the environment and fills in defaults. Each problem names the key, what is
 * wrong and what would be right; the value is null where there is one.
 */
export function checkCityConfig(
  text: string,
  environment: Environment,
  file = 'city.yaml',
): Checked<CityConfig | null> {
  const raw = parseYaml(text);
  if (typeof raw === 'string') return { file, value: null, problems: [raw] };
  const config: unknown = Value.Default(CITY_SCHEMA, withEnvironment(raw, environment));
  const problems = [...unknownVariables(environment), ...schemaProblems(config, variablesSet(environment))];
  if (problems.length > 0 || !Value.Check(CITY_SCHEMA, config)) return { file, value: null, problems };
  const broken = brokenRules(config);
  return { file, value: broken.length > 0 ? null : config, problems: broken };
}

/** The same; throws a `ConfigError` that names the first problem. */
export function parseCityConfig(text: string, environment: Environment, fileName?: string): CityConfig {
  const checked = checkCityConfig(text, environment, fileName);
  const config = soundValue(checked);
  if (config === null) throw new Error(`${checked.file} has no settings and no problem either`);
  return config;
}

/** The settings as they stand in the file; a sentence where there are none. */
function parseYaml(text: string): Readonly<Record<string, unknown>> | string {
  const document = parseDocument(text, { prettyErrors: true });
  const broken = document.errors[0];
  if (broken) return `is not YAML: ${broken.message.split('\n')[0]}`;
  let raw: unknown;
  try {
    raw = document.toJS();
  } catch (error) {
    // Aliases (*name) that stand for ever more of each other are counted while they are resolved.
    return `is not YAML that can be read: ${(error as Error).message}; write the settings without aliases`;
  }
  return isMapping(raw)
    ? raw
    : `must be a list of settings such as "timeZone: Asia/Shanghai"; found ${JSON.stringify(raw)}`;
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
