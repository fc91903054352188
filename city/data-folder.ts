import { join } from 'node:path';

/** The paths of the files and folders of one city. */
export interface DataFolder {
  readonly root: string;
  readonly cityYaml: string;
  readonly zonesGeojson: string;
  readonly devicesCsv: string;
  readonly secrets: string;
  readonly credentials: string;
  readonly demoTokens: string;
  readonly signin: string;
  /** Credential for a store on a server: `user:password`, or a token. */
  readonly storeToken: string;
  readonly journal: string;
  readonly readings: string;
  readonly documents: string;
  /** Folder of the cursors of the destinations of alerts, one `.cursor` file each. */
  readonly delivery: string;
  /** Which generation of readings and documents is shown. */
  readonly generation: string;
  /** The generation that is being built; absent while none is. */
  readonly generationBuild: string;
  readonly run: string;
  readonly supervisorLock: string;
  readonly gatewaySocket: string;
  /** Local socket of the brain, for requests to copy its store. */
  readonly brainSocket: string;
  /** Ports of the running city, for commands. */
  readonly addresses: string;
  readonly labels: string;
  /** Node-RED's own folder: what operators have built. */
  readonly flows: string;
  /** Port of Node-RED and the secret that it requires in requests; only the brain reads it. */
  readonly flowsAddress: string;
}

/**
 * The paths in the data folder `root`. On Windows the gateway's socket is a named pipe, which has no place in a folder.
 */
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
    generationBuild: join(run, 'generation-build.json'),
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
