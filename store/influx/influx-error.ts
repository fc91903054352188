/**
 * Kind of an error: `away` is transient, `access` has to be corrected by a person, `missing` means that the database
 * does not exist, `answer` is anything unexpected.
 */
export type InfluxFault = 'away' | 'access' | 'missing' | 'answer';

/** A failed request to InfluxDB. A write may be repeated after any kind of error. */
export class InfluxError extends Error {
  override readonly name = 'InfluxError';
  readonly fault: InfluxFault;
  /** HTTP status; null when there was no response. */
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
/** InfluxDB 1.x with the index `inmem` drops new series at a configured limit, which a person can raise. */
const AT_LIMIT = /max-(series-per-database|values-per-tag) limit exceeded/;
const MISSING = /(database|bucket|dbrp|retention policy)[^.]*not found|no dbrp mapping/i;

/**
 * Makes an error that says what to do from a response that is not a success. `where` names server and database, without
 * the credential.
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
 * Classifies an error of a request: without a complete response the server is `away`; a programming error is returned
 * unchanged.
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

/** The error message in the body of a response, of any version of InfluxDB. */
export function wordsOf(body: string): string {
  try {
    const said: unknown = JSON.parse(body);
    if (typeof said !== 'object' || said === null) return body;
    const { error, message, data } = said as Readonly<Record<string, unknown>>;
    const first = typeof error === 'string' ? error : typeof message === 'string' ? message : body;
    // 3.x adds a list of the lines.
    return data === undefined ? first : `${first}: ${JSON.stringify(data)}`;
  } catch {
    return body;
  }
}
