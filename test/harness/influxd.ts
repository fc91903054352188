import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { PROGRAMS } from './real-programs.ts';

/** A real InfluxDB 1.x for one test: free ports on the loopback, data in a folder that is removed at the end. */
export interface Influxd {
  readonly host: string;
  readonly port: number;
  /** Undefined while it is not running. */
  readonly pid: number | undefined;
  /** Sends a query and returns the body; for changes that the store itself must not make. */
  query(database: string, statement: string): Promise<string>;
  /** `policy`: the retention policy; absent: the default one. */
  writeLines(database: string, lines: string, policy?: string): Promise<number>;
  kill(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void>;
  /** Restarts it on the same data and ports, after a kill or while it runs; `settings` change its section `[data]`. */
  restart(data?: DataSettings): Promise<void>;
  stop(): Promise<void>;
}

/** Settings of the section `[data]` that differ from those of a test, e.g. `{"max-values-per-tag": 5}`. */
export type DataSettings = Readonly<Record<string, string | number>>;

const HOST = '127.0.0.1';
const READY_WITHIN_MILLIS = 20_000;

export async function startInfluxd(
  options: {
    readonly user?: { readonly name: string; readonly password: string };
    /** Folder of its data; a new one when absent. */
    readonly folder?: string;
    readonly data?: DataSettings;
  } = {},
): Promise<Influxd> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'citynerve-influxd-'));
  mkdirSync(folder, { recursive: true });
  const [port, rpcPort] = [await freePort(), await freePort()];
  const url = `http://${HOST}:${port}`;
  const file = join(folder, 'influxdb.conf');
  const { user, data } = options;
  const configure = (settings: DataSettings = {}) =>
    writeFileSync(file, configuration({ folder, port, rpcPort, withUsers: user !== undefined, settings }));
  configure(data);
  const headers = user && { authorization: `Basic ${btoa(`${user.name}:${user.password}`)}` };
  let child: ChildProcess | null = null;
  const endWithUs = () => void child?.kill('SIGKILL');
  process.once('exit', endWithUs);

  const start = async () => {
    const started = spawn(PROGRAMS.influxd, ['-config', file], { stdio: 'ignore' });
    child = started;
    for (const deadline = Date.now() + READY_WITHIN_MILLIS; ; ) {
      if (started.exitCode !== null) throw new Error(`influxd ended with ${started.exitCode}; its settings: ${file}`);
      const isReady = await fetch(`${url}/ping`).then(
        ({ status }) => status === 204,
        () => false,
      );
      if (isReady) return;
      if (Date.now() > deadline) throw new Error('influxd does not answer /ping');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const end = async (signal: NodeJS.Signals) => {
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = once(ending, 'exit');
    ending.kill(signal);
    // A stopped process (SIGSTOP) handles no other signal before SIGCONT.
    if (signal !== 'SIGKILL') ending.kill('SIGCONT');
    await ended;
  };

  const post = (path: string, body: string | URLSearchParams) =>
    fetch(`${url}${path}`, { method: 'POST', body, ...(headers && { headers }) });
  await start();
  const influxd: Influxd = {
    host: HOST,
    port,
    get pid() {
      return child?.exitCode === null && child.signalCode === null ? child.pid : undefined;
    },
    query: async (database, q) =>
      (await post(`/query?db=${encodeURIComponent(database)}&epoch=ms`, new URLSearchParams({ q }))).text(),
    writeLines: async (database, lines, policy) => {
      const target = `db=${encodeURIComponent(database)}${policy === undefined ? '' : `&rp=${policy}`}`;
      return (await post(`/write?${target}&precision=ms`, lines)).status;
    },
    async kill(signal) {
      if (signal === 'SIGKILL') return end(signal);
      child?.kill(signal);
    },
    async restart(changed) {
      await end('SIGTERM');
      if (changed !== undefined) configure(changed);
      await start();
    },
    async stop() {
      await end('SIGTERM');
      process.off('exit', endWithUs);
      rmSync(folder, { recursive: true });
    },
  };
  if (user) await influxd.query('', `CREATE USER "${user.name}" WITH PASSWORD '${user.password}' WITH ALL PRIVILEGES`);
  return influxd;
}

function configuration(of: {
  readonly folder: string;
  readonly port: number;
  readonly rpcPort: number;
  readonly withUsers: boolean;
  readonly settings: DataSettings;
}): string {
  const { folder, port, rpcPort, withUsers, settings } = of;
  const data = { 'wal-fsync-delay': '0s', 'index-version': 'tsi1', ...settings };
  return `reporting-disabled = true
bind-address = "${HOST}:${rpcPort}"
[meta]
  dir = "${folder}/meta"
[data]
  dir = "${folder}/data"
  wal-dir = "${folder}/wal"
  query-log-enabled = false
${Object.entries(data)
  .map(([name, value]) => `  ${name} = ${JSON.stringify(value)}`)
  .join('\n')}
[retention]
  check-interval = "1s"
[monitor]
  store-enabled = false
[subscriber]
  enabled = false
[http]
  bind-address = "${HOST}:${port}"
  auth-enabled = ${withUsers}
  log-enabled = false
[logging]
  level = "error"
`;
}
