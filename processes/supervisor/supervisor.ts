import type { Logger } from 'pino';
import type { Ready, RoleSpec } from './role-spec.ts';
import { SupervisedRole } from './supervised-role.ts';

/** Roles that run, each in a process of its own. */
export interface Supervisor {
  /**
   * Starts a role and resolves with what it said of itself when it was ready, however often it had to be started for that. Rejects with a
   * `ConfigError` when a wrong setting stops it, and when everything is closed before.
   */
  start(spec: RoleSpec): Promise<Ready>;
  /** Starts a role that the city can do without: does not wait for it, and tries it again for as long as it takes. */
  keep(spec: RoleSpec): void;
  /** Process ids by role name; for drills and for people. */
  pids(): Readonly<Record<string, number>>;
  /** Ends the roles, last started first, each given time to finish what it holds; none is started afterwards. */
  close(): Promise<void>;
}

/** Starts roles and keeps them running: one that ends by itself or hangs is started again with back-off, and that is logged. */
export function createSupervisor(options: {
  readonly log: Logger;
  /** Of the roles; read at each start, so what the caller learns can be put into it. */
  readonly environment?: NodeJS.ProcessEnv;
}): Supervisor {
  const { log, environment = process.env } = options;
  const roles: SupervisedRole[] = [];
  let closing: Promise<void> | null = null;

  function add(spec: RoleSpec, isOptional: boolean): SupervisedRole {
    if (closing) throw new Error(`${spec.name} was ended before it was ready`);
    const role = new SupervisedRole({ spec, isOptional, log, environment });
    roles.push(role);
    return role;
  }

  async function closeAll(): Promise<void> {
    for (const role of roles.toReversed()) await role.close();
  }

  return {
    start: async (spec) => await add(spec, false).firstReady,
    keep: (spec) => void add(spec, true),
    pids: () => Object.fromEntries(roles.flatMap(({ name, pid }) => (pid === null ? [] : [[name, pid]]))),
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}
