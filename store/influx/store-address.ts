/** The address of an InfluxDB server and the name of the database. */
export interface StoreAddress {
  /** Name or address; IPv6 in brackets. */
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** Database in 1.x and 3.x, bucket in 2.x. */
  readonly database: string;
  readonly version: 1 | 2 | 3;
  /** 2.x only. */
  readonly org?: string;
}

export type ParsedAddress =
  | { readonly ok: true; readonly address: StoreAddress }
  | { readonly ok: false; readonly detail: string };

const SHAPE = 'influx://host:8086/database?version=1';
const DEFAULT_PORTS = { 1: 8086, 2: 8086, 3: 8181 } as const;
/** Names that every version of InfluxDB accepts and that need no quoting. */
const DATABASE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const HOST = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)$/;

/** Parses `influx://host:port/database?version=1|2|3&org=…` (`influxs://` for TLS). The default of `version` is 1. */
export function parseStoreAddress(text: string): ParsedAddress {
  if (!URL.canParse(text)) return wrong(`"${withoutCredentials(text)}" is not an address; right would be ${SHAPE}`);
  const url = new URL(text);
  if (url.protocol !== 'influx:' && url.protocol !== 'influxs:') {
    return wrong(`it begins with "${url.protocol}//"; right would be influx:// or, with TLS, influxs://`);
  }
  if (url.username !== '' || url.password !== '') {
    return wrong(
      'it holds a credential; take it out and put it into secrets/store.token or the variable CITYNERVE_STORE_TOKEN',
    );
  }
  if (!HOST.test(url.hostname)) return wrong(`the host "${url.hostname}" is no host name; right would be ${SHAPE}`);
  if (url.hash !== '') return wrong(`"${url.hash}" at its end means nothing; leave it out`);
  const database = url.pathname.replace(/^\//, '');
  if (!DATABASE.test(database)) {
    return wrong(
      `the database "${database}" is no name; right would be one path part of up to 64 letters, digits, _ and -, as in ${SHAPE}`,
    );
  }
  return withSettings(url, database);
}

function withSettings(url: URL, database: string): ParsedAddress {
  const unknown = [...url.searchParams.keys()].filter((key) => key !== 'version' && key !== 'org');
  // Named without its value, which may be a password or a token.
  if (unknown.length > 0) {
    return wrong(
      `the setting "${unknown[0]}" is unknown; there are version and org, and credentials belong into secrets/store.token`,
    );
  }
  const version = versionOf(url.searchParams.get('version') ?? '1');
  if (version === null) {
    return wrong(
      `version is "${url.searchParams.get('version')}"; right would be 1, 2 or 3, the server's first number`,
    );
  }
  const org = url.searchParams.get('org');
  if (version === 2 && !org) return wrong('InfluxDB 2.x needs the organisation: add &org=…');
  if (version !== 2 && org !== null) return wrong(`org belongs to version=2 only; the version here is ${version}`);
  const address = {
    host: url.hostname,
    port: url.port === '' ? DEFAULT_PORTS[version] : Number(url.port),
    tls: url.protocol === 'influxs:',
    database,
    version,
  };
  return { ok: true, address: org ? { ...address, org } : address };
}

function versionOf(text: string): StoreAddress['version'] | null {
  if (text === '1' || text === '2' || text === '3') return Number(text) as StoreAddress['version'];
  return null;
}

const withoutCredentials = (text: string): string => text.replace(/\/\/.*@/s, '//…@');

const wrong = (detail: string): ParsedAddress => ({ ok: false, detail: `the store's address is wrong: ${detail}` });
