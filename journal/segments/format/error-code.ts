/** Whether the operating system said so, e.g. `EIO`; not the mistakes of a program, whose codes Node begins with `ERR_`. */
export const isSystemError = (error: unknown): boolean => /^E[A-Z0-9]+$/.test(errorCode(error));

/** Code of a system error, e.g. `ENOENT`; an empty text where there is none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
