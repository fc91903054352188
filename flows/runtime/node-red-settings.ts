import type { IncomingMessage } from 'node:http';
import type { CityLink } from './introduction.ts';
import type { LogMessage } from './node-red-log.ts';

/** Path of Node-RED on the city's HTTP server. */
export const FLOWS_ROOT = '/flows';
/** User of a request, set by the city's proxy from the session. Percent-encoded UTF-8. */
export const USER_HEADER = 'x-citynerve-user';

/** Settings of Node-RED that differ between cities. */
export interface NodeRedOptions {
  readonly city: { readonly en: string; readonly zh: string };
  readonly folder: string;
  readonly palette: string | null;
  readonly link: CityLink;
  readonly credentialSecret: string;
  /** Safe mode: flows are loaded and shown, and do not run until a deploy. */
  readonly isSafe: boolean;
  readonly onLog: (message: LogMessage) => void;
}

/** Excluded core nodes: those that access files, programs or ports, or serve HTTP, for which there is no port here. */
const EXCLUDED_NODES = [
  '90-exec.js',
  '10-file.js',
  '23-watch.js',
  '31-tcpin.js',
  '32-udp.js',
  '21-httpin.js',
  '22-websocket.js',
];

/**
 * Node-RED for operators: no second login (the city's proxy checks the session), nothing is installed or fetched from
 * outside, and our nodes first in the palette. No `functionTimeout`: it is only a default for new function nodes,
 * covers the synchronous part alone and costs a watchdog thread a call; the heartbeat ends an endless loop wherever it
 * is.
 */
export function nodeRedSettings(options: NodeRedOptions): object {
  const { city, folder, palette, link, credentialSecret, isSafe, onLog } = options;
  return {
    httpAdminRoot: FLOWS_ROOT,
    httpNodeRoot: false,
    httpAdminMiddleware: nameUser,
    userDir: folder,
    flowFile: 'flows.json',
    flowFilePretty: true,
    credentialSecret,
    ...(isSafe ? { safeMode: true } : {}),
    ...(palette === null ? {} : { nodesDir: [palette] }),
    nodesExcludes: EXCLUDED_NODES,
    citynerve: link,
    functionExternalModules: false,
    functionTimeout: 0,
    functionGlobalContext: {},
    exportGlobalContextKeys: false,
    externalModules: {
      autoInstall: false,
      palette: { allowInstall: false, allowUpload: false, allowUpdate: false },
      modules: { allowInstall: false },
    },
    diagnostics: { enabled: false, ui: false },
    runtimeState: { enabled: false, ui: false },
    telemetry: { enabled: false, updateNotification: false },
    // The nodes' context survives a restart, up to the last seconds, so nodes find out what opened or cleared
    // meanwhile.
    contextStorage: {
      default: 'disk',
      disk: { module: 'localfilesystem', config: { flushInterval: 5 } },
      memory: { module: 'memory' },
    },
    paletteCategories: ['citynerve', 'subflows', 'common', 'function', 'network', 'sequence', 'parser', 'storage'],
    editorTheme: {
      page: { title: `${city.en} ${city.zh} · Node-RED` },
      // Link to the city's page.
      header: { title: `${city.en} ${city.zh}`, url: '/' },
      projects: { enabled: false },
      palette: { catalogues: [] },
      tours: false,
      userMenu: false,
    },
    logging: { citynerve: { level: 'warn', metrics: false, audit: true, handler: () => onLog } },
  };
}

/** Gives Node-RED the user's name for its audit log; every request that gets here has one. */
function nameUser(request: IncomingMessage & { user?: object }, _response: unknown, next: () => void): void {
  const header = request.headers[USER_HEADER];
  if (typeof header === 'string') request.user = { username: decodeURIComponent(header), permissions: '*' };
  next();
}
