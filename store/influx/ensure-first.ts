import { InfluxError } from './influx-error.ts';
import { columnsOf, queryInfluxql, textAt } from './influxql.ts';
import type { InfluxServer } from './server.ts';

/**
 * The retention policy of the store's own measurements in InfluxDB 1.x, which keeps them without end: their points lie
 * at fixed times about 1970, and would be gone with the first rows that a limited default policy forgets.
 */
export const OWN_POLICY = 'citynerve';

interface Policy {
  readonly name: string;
  /** `0s`: without end. */
  readonly duration: string;
  readonly isDefault: boolean;
}

/**
 * Creates database and policy in InfluxDB 1.x if they do not exist. Resolves with the policy; null where the user may
 * not create it and the default policy keeps points without end as well.
 */
export async function ensureFirst(server: InfluxServer): Promise<string | null> {
  const { database } = server.address;
  const policies = await readPolicies(server);
  const own = policies.find(({ name }) => name === OWN_POLICY);
  if (own?.duration === '0s') return OWN_POLICY;
  const verb = own === undefined ? 'CREATE' : 'ALTER';
  const make = `${verb} RETENTION POLICY "${OWN_POLICY}" ON "${database}" DURATION INF REPLICATION 1`;
  try {
    await drain(queryInfluxql(server, make));
    return OWN_POLICY;
  } catch (error) {
    if (!(error instanceof InfluxError) || error.fault !== 'access') throw error;
    if (own === undefined && policies.some(({ isDefault, duration }) => isDefault && duration === '0s')) return null;
    throw new InfluxError(
      'access',
      `${server.where} forgets rows, and its user may not set up where the store's bookkeeping is kept; an administrator has to say once: ${make}`,
      { cause: error },
    );
  }
}

/** The retention policies of the database, which is created if it does not exist. */
async function readPolicies(server: InfluxServer): Promise<readonly Policy[]> {
  const { database } = server.address;
  try {
    return await policiesOf(server);
  } catch (error) {
    if (!(error instanceof InfluxError) || error.fault !== 'missing') throw error;
    await drain(queryInfluxql(server, `CREATE DATABASE "${database}"`));
    return policiesOf(server);
  }
}

async function policiesOf(server: InfluxServer): Promise<readonly Policy[]> {
  const policies: Policy[] = [];
  for await (const part of queryInfluxql(server, `SHOW RETENTION POLICIES ON "${server.address.database}"`)) {
    const at = columnsOf(part, ['name', 'duration', 'default']);
    for (const row of part.values) {
      const [name, duration] = [textAt(row, at.name) ?? '', textAt(row, at.duration) ?? ''];
      policies.push({ name, duration, isDefault: row[at.default] === true });
    }
  }
  return policies;
}

async function drain(parts: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of parts);
}
