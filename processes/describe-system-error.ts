/** Errors of listening on a port. */
const PORT_ERRORS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use; end the program that uses it, or set another port in city.yaml',
  EADDRNOTAVAIL: 'is no address of this machine; correct the host in city.yaml',
  EACCES: 'needs rights that this user does not have; set a port above 1023 in city.yaml',
};

/** Errors of files and folders. */
const FILE_ERRORS: Readonly<Record<string, string>> = {
  EACCES: 'may not be used by this user; give it the rights, or start with --data and another folder',
  EPERM: 'may not be used by this user; give it the rights, or start with --data and another folder',
  EROFS: 'lies on a disk that is read-only; start with --data and another folder',
  ENOTDIR: 'lies below something that is no folder; start with --data and another folder',
};

/**
 * Describes an error of the operating system that a person has to correct (a port in use, a folder that cannot be
 * written) in one sentence that says what to do. Null for any other error.
 */
export function describeSystemError(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  if ('syscall' in error && error.syscall === 'listen') {
    const text = PORT_ERRORS[error.code];
    if (!text || !('port' in error)) return null;
    const host = 'address' in error && typeof error.address === 'string' ? ` of ${error.address}` : '';
    return `port ${error.port}${host} ${text}`;
  }
  const text = FILE_ERRORS[error.code];
  return text && 'path' in error ? `${error.path} ${text}` : null;
}
