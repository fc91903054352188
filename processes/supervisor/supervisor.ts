import type { Logger } from 'pino';
import type { Ready, RoleSpec } from './role-spec.ts';
import { SupervisedRole } from './supervised-role.ts';

/** Runs roles, each in a process of its own. */
export interface Supervisor {
  /**
   * Starts a role and resolves with its ready message, however often the role had to be started for it. Rejects with a
   * `ConfigError` when a wrong setting ends the role, and with an error when the supervisor is closed before.
   */
  start(spec: RoleSpec): Promise<Ready>;
  /** Starts a role that the city works without: does not wait for it, and starts it again whatever ends it. */
  keep(spec: RoleSpec): void;
  /** Process ids by role name. */
  pids(): Readonly<Record<string, number>>;
  /** Closes the roles one after the other, last started first; no role is started afterwards. */
  close(): Promise<void>;
}

/**
 * Starts roles and keeps them running: a role that ends by itself or hangs is started again with back-off and logged.
 */
export function createSupervisor(options: {
  readonly log: Logger;
  /** Environment of the roles. It is read at each start of a role, so the caller can add to it. */
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
