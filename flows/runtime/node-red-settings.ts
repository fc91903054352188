import type { IncomingMessage } from 'node:http';
import type { CityLink } from './introduction.ts';
import type { LogMessage } from './node-red-log.ts';

/** Where Node-RED lies below the city's page. */
export const FLOWS_ROOT = '/flows';
/** Who asks: set by the city's proxy, which knows the session. Percent-encoded UTF-8. */
export const USER_HEADER = 'x-citynerve-user';

/** What Node-RED is started with, apart from what is the same for every city. */
export interface NodeRedOptions {
  readonly city: { readonly en: string; readonly zh: string };
  readonly folder: string;
  readonly palette: string | null;
  readonly link: CityLink;
  readonly credentialSecret: string;
  /** Flows are loaded and shown, and do not run until somebody deploys. */
  readonly isSafe: boolean;
  readonly onLog: (message: LogMessage) => void;
}

/** Core nodes that reach files, programs and ports of the machine, or answer HTTP, for which there is no address here. */
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
 * Node-RED as operators get it: no second login (the city's proxy lets nobody else in), nothing installed or fetched from outside, our
 * nodes on top. No `functionTimeout`: it is only what the editor writes into new function nodes, covers the synchronous part alone and
 * costs a watchdog thread a call; a loop without end is ended by the heartbeat, wherever it stands.
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
    // What nodes remember outlives a restart, up to the last seconds: what opens or ends meanwhile is news to them.
    contextStorage: {
      default: 'disk',
      disk: { module: 'localfilesystem', config: { flushInterval: 5 } },
      memory: { module: 'memory' },
    },
    paletteCategories: ['citynerve', 'subflows', 'common', 'function', 'network', 'sequence', 'parser', 'storage'],
    editorTheme: {
      page: { title: `${city.en} ${city.zh} · Node-RED` },
      // Back to the city's page.
      header: { title: `${city.en} ${city.zh}`, url: '/' },
      projects: { enabled: false },
      palette: { catalogues: [] },
      tours: false,
      userMenu: false,
    },
    logging: { citynerve: { level: 'warn', metrics: false, audit: true, handler: () => onLog } },
  };
}

/** Gives Node-RED the name of who asks, for its audit log. Nobody without one gets this far. */
function nameUser(request: IncomingMessage & { user?: object }, _response: unknown, next: () => void): void {
  const header = request.headers[USER_HEADER];
  if (typeof header === 'string') request.user = { username: decodeURIComponent(header), permissions: '*' };
  next();
}
