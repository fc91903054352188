/** The body of an error response (RFC 9457). */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The query key, path part or body field that is wrong. */
  readonly field?: string;
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is not valid',
  401: 'Not signed in',
  403: 'Refused',
  404: 'Not found',
  405: 'The method is not possible here',
  409: 'Not possible in the present state',
  408: 'The request took too long',
  410: 'No longer there',
  413: 'The request is too large',
  415: 'The content type is not understood',
  429: 'Too many requests',
  431: 'The request is too large',
  500: 'Something went wrong here',
  503: 'Not available now',
};

/** The error that routes throw: an HTTP status and a sentence for a person. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly statusCode: number;
  readonly field: string | undefined;

  constructor(statusCode: number, detail: string, field?: string) {
    super(detail);
    this.statusCode = statusCode;
    this.field = field;
  }
}

/** Builds the document; type `about:blank` means that the status is the kind of problem (RFC 9457, 4.2.1). */
export function problemDocument(status: number, detail: string, field?: string): ProblemDocument {
  const title = TITLES[status] ?? (status < 500 ? 'The request is not valid' : 'Something went wrong here');
  return { type: 'about:blank', title, status, detail, ...(field === undefined ? {} : { field }) };
}

/** Waits for a part outside the API; when it fails, throws a 503 with `detail` and the error as its cause. */
export async function orUnavailable<T>(answer: Promise<T>, detail: string): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw Object.assign(new ApiProblem(503, detail), { cause });
  }
}
