/** Whether an error came from the operating system (e.g. `EIO`), and is not a programming error (`ERR_…` in Node). */
export const isSystemError = (error: unknown): boolean => /^E[A-Z0-9]+$/.test(errorCode(error));

/** The code of an error, e.g. `ENOENT`; empty if it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
