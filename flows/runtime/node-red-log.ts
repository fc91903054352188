import { appendFileSync } from 'node:fs';

/** One message of Node-RED's log. */
export interface LogMessage {
  /** 10 fatal, 20 error, 30 warn, 98 audit. */
  readonly level: number;
  readonly msg?: unknown;
  /** Node that logs; absent for Node-RED itself. */
  readonly type?: string;
  readonly id?: string;
  readonly name?: string;
  /** Of an audit message: event and user. */
  readonly event?: string;
  readonly user?: { readonly username?: string } | undefined;
  readonly path?: string | undefined;
  readonly timestamp?: number;
}

const ERROR = 20;
const AUDIT = 98;
/** Messages of flows a minute in the log; more are counted. Operators see all of them in the debug pane. */
const MOST_COMPLAINTS = 20;
const MINUTE_MILLIS = 60_000;

/**
 * Separates Node-RED's log: changes by people go, with their names, to an audit file beside the flows; errors of
 * Node-RED and of nodes go to the city's log, the latter with a limit.
 */
export function createNodeRedLog(options: {
  readonly auditFile: string;
  readonly info: (facts: object, text: string) => void;
  readonly warn: (facts: object, text: string) => void;
  readonly error: (facts: object, text: string) => void;
  readonly now: () => number;
}): (message: LogMessage) => void {
  const { auditFile, info, warn, error, now } = options;
  let minuteBegan = Number.NEGATIVE_INFINITY;
  let complaints = 0;
  const isHeard = (): boolean => {
    if (now() - minuteBegan >= MINUTE_MILLIS) {
      if (complaints > MOST_COMPLAINTS)
        warn({ more: complaints - MOST_COMPLAINTS }, 'nodes complained more often than was written');
      minuteBegan = now();
      complaints = 0;
    }
    complaints += 1;
    return complaints <= MOST_COMPLAINTS;
  };
  return (message) => {
    if (message.level === AUDIT) {
      if (isChange(message.event))
        appendFileSync(auditFile, `${JSON.stringify(auditLine(message, now()))}\n`, { mode: 0o600 });
      return;
    }
    const text = textOf(message.msg);
    const { type, id, name } = message;
    if (type !== undefined && !isHeard()) return;
    if (type !== undefined) warn({ node: { type, id, ...(name ? { name } : {}) } }, text);
    // Node-RED warns at each start of settings that are intended, such as projects that are off.
    else if (message.level <= ERROR) error({}, text);
    else info({}, text);
  };
}

/** Whether an audit event is a change by a person, not a request of the editor. */
const isChange = (event: string | undefined): boolean =>
  event !== undefined && !/\.get$|^comms\.|^settings$|^view\b/.test(event);

function auditLine({ event, user, path, timestamp }: LogMessage, at: number): object {
  return { at: timestamp ?? at, event, user: user?.username ?? null, path };
}

function textOf(said: unknown): string {
  if (said instanceof Error) return said.message;
  return typeof said === 'string' ? said.trim() : JSON.stringify(said);
}
