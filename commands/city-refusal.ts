/** A running city answered a request with another status than 2xx. */
export class CityRefusal extends Error {
  override readonly name = 'CityRefusal';
  readonly status: number;

  /** `text` is the body; of a problem document (RFC 9457) only its `detail` is told. */
  constructor(path: string, status: number, text: string) {
    super(`${path}: ${status} ${detailOf(text)}`);
    this.status = status;
  }
}

function detailOf(text: string): string {
  try {
    const { detail }: { readonly detail?: unknown } = JSON.parse(text) ?? {};
    return typeof detail === 'string' ? detail : text;
  } catch {
    return text;
  }
}
