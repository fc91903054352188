import { session } from './session-state.ts';

/** An answer that is not a success; `status` 0: no answer at all. */
export class ApiProblem extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.name = 'ApiProblem';
    this.status = status;
  }
}

/** Reads JSON from the city's own API. Throws ApiProblem; a 401 also signs the page out. */
export async function getJson<T>(path: string): Promise<T> {
  return (await (await ask(path)).json()) as T;
}

/** Sends JSON to the city's own API, with the header that protects against CSRF. */
export async function postJson<T>(path: string, body: unknown): Promise<T> {
  const answer = await ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-citynerve': '1' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return (text === '' ? null : JSON.parse(text)) as T;
}

/** Reads raw bytes. */
export async function getBytes(path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await ask(path)).arrayBuffer());
}

/** Message of an error, for a person. */
export const detailOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function ask(path: string, options: RequestInit = {}): Promise<Response> {
  const answer = await fetch(path, { ...options, credentials: 'same-origin' }).catch((error: unknown) => {
    throw new ApiProblem(0, detailOf(error));
  });
  if (answer.ok) return answer;
  const detail = await problemText(answer);
  if (answer.status === 401) session.value = { is: 'signed-out', signinCommand: commandIn(detail) };
  throw new ApiProblem(answer.status, detail);
}

/** The command that a text names between backticks; null: none. */
const commandIn = (text: string): string | null => /`([^`]+)`/.exec(text)?.[1] ?? null;

async function problemText(answer: Response): Promise<string> {
  const problem: unknown = await answer.json().catch(() => null);
  if (typeof problem === 'object' && problem !== null) {
    const { detail, title } = problem as { readonly detail?: unknown; readonly title?: unknown };
    if (typeof detail === 'string') return detail;
    if (typeof title === 'string') return title;
  }
  return `${answer.status} ${answer.statusText}`;
}
