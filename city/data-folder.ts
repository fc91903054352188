import { join } from 'node:path';

/** Where everything of one city lies. */
export interface DataFolder {
  readonly root: string;
  readonly cityYaml: string;
  readonly zonesGeojson: string;
  readonly devicesCsv: string;
  readonly secrets: string;
  readonly credentials: string;
  readonly demoTokens: string;
  readonly signin: string;
  /** What a store on a server is opened with: `user:password`, or a token. */
  readonly storeToken: string;
  readonly journal: string;
  readonly readings: string;
  readonly documents: string;
  /** Where each destination of alerts keeps what is settled, in a `.cursor` file. */
  readonly delivery: string;
  /** Which generation of readings and documents is shown. */
  readonly generation: string;
  readonly run: string;
  readonly supervisorLock: string;
  readonly gatewaySocket: string;
  /** Where the brain is asked for a copy of its store. */
  readonly brainSocket: string;
  /** Where the running city answers, for commands beside it. */
  readonly addresses: string;
  readonly labels: string;
  /** Node-RED's own folder: what operators have built. */
  readonly flows: string;
  /** Where Node-RED answers and the secret that it wants to hear, for the brain alone. */
  readonly flowsAddress: string;
}

/** Names the parts of the data folder at `root`. Windows has no Unix sockets in folders, so the gateway listens on a named pipe there. */
export function dataFolder(root: string): DataFolder {
  const secrets = join(root, 'secrets');
  const run = join(root, 'run');
  return {
    root,
    cityYaml: join(root, 'city.yaml'),
    zonesGeojson: join(root, 'zones.geojson'),
    devicesCsv: join(root, 'devices.csv'),
    secrets,
    credentials: join(secrets, 'credentials.json'),
    demoTokens: join(secrets, 'demo-tokens.json'),
    signin: join(secrets, 'signin.json'),
    storeToken: join(secrets, 'store.token'),
    journal: join(root, 'journal'),
    readings: join(root, 'store', 'readings.duckdb'),
    documents: join(root, 'documents', 'brain.sqlite'),
    delivery: join(root, 'delivery'),
    generation: join(root, 'generation.json'),
    run,
    addresses: join(run, 'addresses.json'),
    supervisorLock: join(run, 'supervisor.pid'),
    gatewaySocket:
      process.platform === 'win32'
        ? `\\\\.\\pipe\\citynerve-${root.replaceAll(/[^A-Za-z0-9]/g, '-')}`
        : join(run, 'gateway.sock'),
    brainSocket: join(run, 'brain.sock'),
    labels: join(root, 'labels.jsonl'),
    flows: join(root, 'flows'),
    flowsAddress: join(run, 'flows.json'),
  };
}
