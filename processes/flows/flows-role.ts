import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { replaceApiToken } from '../../api/api-token.ts';
import type { CityConfig } from '../../city/city-config.ts';
import type { DataFolder } from '../../city/data-folder.ts';
import { parseFlowsAddress, writeFlowsAddress } from '../../city/flows-address.ts';
import { serviceToken } from '../../city/service-tokens.ts';
import type { IntroductionMessage } from '../../flows/runtime/introduction.ts';
import type { RoleSpec, SafeStart, Watch } from '../supervisor/role-spec.ts';

const here = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
/** What the role's programs consist of; a function node that breaks out of its cell reads nothing else. */
const CODE = [
  'processes/flows/flows.ts',
  'processes/role.ts',
  'processes/system-refusal.ts',
  'model/config-error.ts',
  'model/newer-version-error.ts',
  'package.json',
  'flows',
  'node_modules',
];
/** What a program needs of its surroundings to run at all; nothing of ours is among it. */
const PASSED_ON = ['PATH', 'LANG', 'SystemRoot', 'TEMP', 'TMP'];
/** A city that is never started anew gets past this; every start of a city makes a new token and ends the former one. */
const TOKEN_MILLIS = 400 * 24 * 3_600_000;
/** People's code runs there from its first message on, so that it may hang before it is ready. */
const WATCH: Watch = { silentMillis: 5_000, loadingMillis: 120_000, loadsUntil: 'first-message' };
const SAFE_START: SafeStart = { afterCrashes: 3, argument: '--safe' };

/**
 * How the flows are started: people's code runs there, and a function node is no wall. So it is a process that sees no environment of ours,
 * may read only its own programs and folder, start no program, and fill only so much memory.
 */
export function flowsRole(options: {
  readonly folder: DataFolder;
  readonly config: CityConfig;
  readonly environment: NodeJS.ProcessEnv;
  readonly mqttPort: number;
  readonly apiPort: number;
}): RoleSpec {
  const { folder, config, environment, mqttPort, apiPort } = options;
  mkdirSync(folder.flows, { recursive: true, mode: 0o700 });
  const palette = here('flows/palette');
  // The same for a role that is started again: one that falls over and over would fill the file of secrets.
  const apiToken = replaceApiToken(folder.signin, 'flows', Date.now() + TOKEN_MILLIS);
  const introduce = (): IntroductionMessage => ({
    type: 'introduction',
    introduction: {
      city: config.name,
      logLevel: config.log.level,
      folder: folder.flows,
      palette: existsSync(join(palette, 'dist')) ? palette : null,
      link: {
        apiUrl: `http://${reachable(config.api.host)}:${apiPort}`,
        mqttUrl: `mqtt://${reachable(config.gateway.host)}:${mqttPort}`,
        user: 'flows',
        mqttToken: serviceToken(folder, 'flows'),
        apiToken,
      },
    },
  });
  return {
    name: 'flows',
    file: '../flows/flows.ts',
    args: [],
    execArgv: [`--max-old-space-size=${config.flows.maxMemoryMebibytes}`, ...loadTypeScript(folder)],
    environment: {
      ...Object.fromEntries(PASSED_ON.flatMap((name) => (environment[name] ? [[name, environment[name]]] : []))),
      HOME: folder.flows,
      // Times of day in flows are those of the city.
      TZ: config.timeZone,
    },
    introduce,
    onChange: (ready) => writeFlowsAddress(folder, parseFlowsAddress(ready)),
    watch: WATCH,
    safeStart: SAFE_START,
  };
}

/** An address that means "any of this machine" is none to connect to. */
const reachable = (host: string): string => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);

/** Node reads TypeScript by itself and then can be shut in; one that cannot yet needs a loader, which starts programs of its own. */
function loadTypeScript(folder: DataFolder): readonly string[] {
  if (!process.features.typescript) return ['--import', import.meta.resolve('tsx')];
  const libraries = dirname(dirname(realpathSync(createRequire(import.meta.url).resolve('node-red/package.json'))));
  const readable = [...CODE.map(here), libraries, folder.flows];
  return ['--permission', ...readable.map((path) => `--allow-fs-read=${path}`), `--allow-fs-write=${folder.flows}`];
}
