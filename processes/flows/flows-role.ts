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
import { READABLE_CODE } from './readable-code.ts';

const here = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
/** Environment variables that any program needs; none of them contains a secret of the city. */
const PASSED_ON = ['PATH', 'LANG', 'SystemRoot', 'TEMP', 'TMP'];
/** Life of the API token. Every start of the city makes a new token and revokes the former one. */
const TOKEN_MILLIS = 400 * 24 * 3_600_000;
/** The flows run code that people wrote from their first message on, so they may hang before they are ready. */
const WATCH: Watch = { silentMillis: 5_000, loadingMillis: 120_000, loadsUntil: 'first-message' };
const SAFE_START: SafeStart = { afterCrashes: 3, argument: '--safe' };

/**
 * How the flows role is started. It runs code that people wrote, and the sandbox of a function node is not a security
 * boundary. Therefore the process gets no environment of the city, may read only its programs and its own folder, may
 * start no program, and has a memory limit (docs/decisions/0005).
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
  // One token for all restarts of the role: a new one for each restart would let a crash loop fill the file of tokens.
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

/** The address to connect to: a wildcard address to listen on is replaced by the loopback address. */
const reachable = (host: string): string => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);

/**
 * The flags of Node that load TypeScript. A Node that can do it itself runs with the permission model; for an older one
 * the loader `tsx` is needed, which starts programs, and the permission model cannot be used.
 */
function loadTypeScript(folder: DataFolder): readonly string[] {
  if (!process.features.typescript) return ['--import', import.meta.resolve('tsx')];
  const libraries = dirname(dirname(realpathSync(createRequire(import.meta.url).resolve('node-red/package.json'))));
  const readable = [...READABLE_CODE.map(here), libraries, folder.flows];
  return ['--permission', ...readable.map((path) => `--allow-fs-read=${path}`), `--allow-fs-write=${folder.flows}`];
}
