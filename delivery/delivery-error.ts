/** An attempt to deliver that failed. `isPermanent`: no further attempt could succeed, so the effect is given up. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly isPermanent: boolean;
  constructor(message: string, { isPermanent, cause }: { readonly isPermanent: boolean; readonly cause?: unknown }) {
    super(message, { cause });
    this.isPermanent = isPermanent;
  }
}
