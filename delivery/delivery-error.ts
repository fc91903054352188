/** A failed attempt to deliver. `isPermanent`: no further attempt can succeed, so the effect is dropped and counted. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly isPermanent: boolean;
  constructor(message: string, { isPermanent, cause }: { readonly isPermanent: boolean; readonly cause?: unknown }) {
    super(message, { cause });
    this.isPermanent = isPermanent;
  }
}
