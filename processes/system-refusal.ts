/** Ports that cannot be had. */
const PORT_REFUSALS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use; end the program that has it, or set another port in city.yaml',
  EADDRNOTAVAIL: 'is no address of this machine; correct the host in city.yaml',
  EACCES: 'may not be listened on by this user; set a port above 1023 in city.yaml',
};

/** Files and folders that cannot be used as they are. */
const FILE_REFUSALS: Readonly<Record<string, string>> = {
  EACCES: 'may not be used by this user; give it the rights, or start with --data and another folder',
  EPERM: 'may not be used by this user; give it the rights, or start with --data and another folder',
  EROFS: 'lies on a disk that is read-only; start with --data and another folder',
  ENOTDIR: 'lies below something that is no folder; start with --data and another folder',
};

/**
 * What the operating system refuses and trying again does not mend, as one sentence for people: a port in use, a folder that cannot be
 * written. Null for any other error.
 */
export function systemRefusal(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  if ('syscall' in error && error.syscall === 'listen') {
    const refusal = PORT_REFUSALS[error.code];
    if (!refusal || !('port' in error)) return null;
    const host = 'address' in error && typeof error.address === 'string' ? ` of ${error.address}` : '';
    return `port ${error.port}${host} ${refusal}`;
  }
  const refusal = FILE_REFUSALS[error.code];
  return refusal && 'path' in error ? `${error.path} ${refusal}` : null;
}
