import { ensureFirst } from './ensure-first.ts';
import { InfluxError } from './influx-error.ts';
import type { InfluxServer } from './server.ts';

/**
 * Creates the database if it does not exist. Resolves with the retention policy for the store's own measurements; null:
 * the default one. Rejects when the own measurements would not be kept without end. Tested with InfluxDB 1.6.7; for 2.x
 * and 3.x only the requests were tested, without a real server.
 */
export async function ensureDatabase(server: InfluxServer): Promise<string | null> {
  const { version } = server.address;
  if (version === 1) return ensureFirst(server);
  await (version === 2 ? ensureSecond(server) : ensureThird(server));
  return null;
}

async function ensureSecond(server: InfluxServer): Promise<void> {
  const { database, org = '' } = server.address;
  const [orgName, bucketName] = [encodeURIComponent(org), encodeURIComponent(database)];
  const orgId = idIn(await json(server, 'GET', `/api/v2/orgs?org=${orgName}`), 'orgs', (one) => one['name'] === org);
  if (orgId === null) {
    throw new InfluxError('access', `${server.where}: there is no organisation "${org}" for this token`);
  }
  const found = await json(server, 'GET', `/api/v2/buckets?orgID=${orgId}&name=${bucketName}`).catch(unlessMissing);
  const isOurs = (one: Readonly<Record<string, unknown>>) => one['name'] === database;
  const [bucket] = listIn(found, 'buckets').filter(isOurs);
  const rules = listIn(bucket, 'retentionRules');
  const seconds = rules.map((rule) => Number(rule['everySeconds'])).find((each) => each > 0);
  if (seconds !== undefined) throw forgets(server, `${seconds} s (its retention rule)`);
  const bucketId =
    idIn(found, 'buckets', isOurs) ??
    textIn(await json(server, 'POST', '/api/v2/buckets', { orgID: orgId, name: database, retentionRules: [] }), 'id');
  const mappings = await json(server, 'GET', `/api/v2/dbrps?orgID=${orgId}&db=${bucketName}`);
  if (listIn(mappings, 'content').some((one) => one['bucketID'] === bucketId)) return;
  await json(server, 'POST', '/api/v2/dbrps', {
    bucketID: bucketId,
    database,
    retention_policy: 'autogen',
    default: true,
    orgID: orgId,
  });
}

async function ensureThird(server: InfluxServer): Promise<void> {
  try {
    await json(server, 'POST', '/api/v3/configure/database', { db: server.address.database });
  } catch (error) {
    // 409: it exists already.
    if (!(error instanceof InfluxError) || error.status !== 409) throw error;
  }
}

type JsonObject = Readonly<Record<string, unknown>>;

async function json(
  server: InfluxServer,
  method: 'GET' | 'POST',
  path: string,
  body?: JsonObject,
): Promise<JsonObject> {
  const content = body && { type: 'application/json', text: JSON.stringify(body) };
  const { text } = await server.call({ method, path, ...(content && { body: content }) });
  try {
    const answer: unknown = text === '' ? {} : JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? (answer as JsonObject) : {};
  } catch {
    return {};
  }
}

function unlessMissing(error: unknown): JsonObject {
  if (error instanceof InfluxError && error.status === 404) return {};
  throw error;
}

function listIn(answer: JsonObject | undefined, key: string): readonly JsonObject[] {
  const list = answer?.[key];
  return Array.isArray(list) ? list.filter((one) => typeof one === 'object' && one !== null) : [];
}

function idIn(answer: JsonObject, key: string, isIt: (one: JsonObject) => boolean): string | null {
  const found = listIn(answer, key).find(isIt);
  return found === undefined ? null : textIn(found, 'id');
}

const textIn = (answer: JsonObject, key: string): string => String(answer[key] ?? '');

const forgets = (server: InfluxServer, after: string): InfluxError =>
  new InfluxError(
    'access',
    `${server.where} forgets rows after ${after}; let it keep them without end, or name another database`,
  );
