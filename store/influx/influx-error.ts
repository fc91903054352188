/**
 * What hinders: `away` passes by itself, `access` a person mends, `missing` is a database that is not there, `answer`
 * is anything unexpected.
 */
export type InfluxFault = 'away' | 'access' | 'missing' | 'answer';

/** InfluxDB did not do what it was asked. Writing the same again is right for every kind. */
export class InfluxError extends Error {
  override readonly name = 'InfluxError';
  readonly fault: InfluxFault;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;

  constructor(
    fault: InfluxFault,
    message: string,
    options: { readonly status?: number; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.fault = fault;
    this.status = options.status ?? null;
  }
}

const TRANSIENT = new Set([408, 425, 429]);
/** Of 1.x with the index `inmem`: it drops new series that it would take if whoever runs it let it. */
const AT_LIMIT = /max-(series-per-database|values-per-tag) limit exceeded/;
const MISSING = /(database|bucket|dbrp)[^.]*not found|no dbrp mapping/i;

/**
 * An answer that is not a success, as an error that says what to do. `where` names server and database, never a
 * credential.
 */
export function errorOfAnswer(where: string, status: number, said: string): InfluxError {
  const words = said.trim().slice(0, 300);
  if (status === 401 || status === 403 || /not authorized|unauthorized/i.test(words)) {
    return new InfluxError(
      'access',
      `${where} refuses the credential (${status}: ${words}); put the right one into secrets/store.token or CITYNERVE_STORE_TOKEN and start again, or give its user the rights to read and write`,
      { status },
    );
  }
  if (AT_LIMIT.test(words)) {
    return new InfluxError(
      'access',
      `${where} is at a limit that it was set (${status}: ${words}); raise it in influxdb.conf (0: no limit) and start influxd again`,
      { status },
    );
  }
  if (MISSING.test(words)) return new InfluxError('missing', `${where} is not there (${words})`, { status });
  if (TRANSIENT.has(status) || status >= 500) {
    return new InfluxError('away', `${where} cannot answer now (${status}: ${words})`, { status });
  }
  if (status === 404) {
    return new InfluxError(
      'answer',
      `${where} does not know this request (404: ${words}); is "version" in the store's address the server's first number?`,
      { status },
    );
  }
  return new InfluxError('answer', `${where} answered ${status}: ${words}`, { status });
}

/**
 * What went wrong with a request, as what it is: a request that got no answer, or not all of it, is the server's
 * silence; a mistake of the program stays one.
 */
export function faultOf(where: string, cause: unknown): unknown {
  const isMistake = cause instanceof TypeError || cause instanceof ReferenceError || cause instanceof RangeError;
  return cause instanceof InfluxError || isMistake ? cause : errorOfSilence(where, cause);
}

function errorOfSilence(where: string, cause: unknown): InfluxError {
  const code = (cause as { readonly code?: unknown } | null)?.code;
  const words = typeof code === 'string' ? code : cause instanceof Error ? cause.message : String(cause);
  return new InfluxError('away', `${where} cannot be reached (${words}); is it running?`, { cause });
}

/** The server's own words in a body, whichever generation it is. */
export function wordsOf(body: string): string {
  try {
    const said: unknown = JSON.parse(body);
    if (typeof said !== 'object' || said === null) return body;
    const { error, message, data } = said as Readonly<Record<string, unknown>>;
    const first = typeof error === 'string' ? error : typeof message === 'string' ? message : body;
    // 3.x names the lines beside its sentence.
    return data === undefined ? first : `${first}: ${JSON.stringify(data)}`;
  } catch {
    return body;
  }
}
