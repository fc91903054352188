/** Errors of listening on a port. */
const PORT_ERRORS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use; end the program that uses it, or set another port in city.yaml',
  EACCES: 'needs rights that this user does not have; set a port above 1023 in city.yaml',
};

/** Errors of an address or a name that no part can listen on, also on any free port. */
const NO_ADDRESS: readonly string[] = ['EADDRNOTAVAIL', 'ENOTFOUND'];

/** Errors of files and folders. */
const FILE_ERRORS: Readonly<Record<string, string>> = {
  EACCES: 'may not be used by this user; give it the rights, or name another folder with --data',
  EPERM: 'may not be used by this user; give it the rights, or name another folder with --data',
  EROFS: 'lies on a disk that is read-only; name another folder with --data',
  ENOTDIR: 'lies below something that is no folder; name another folder with --data',
  EISDIR: 'is a folder; must be a file',
  ELOOP: 'is a link to itself; name what it should lead to',
  ENAMETOOLONG: 'is too long a name for this system; name a shorter one',
};

/** The same for a command, which nobody starts again. */
const COMMAND_ERRORS: Readonly<Record<string, string>> = {
  ...FILE_ERRORS,
  ENOENT: 'is not there; correct the name',
  EEXIST: 'is there already; name another one',
  ENOSPC: 'has no room: the disk is full; make room and run this again',
  EDQUOT: 'has no room: the quota of this user is used up; make room and run this again',
};

/**
 * Describes an error of the operating system that a person has to correct (a port in use, a folder that cannot be
 * written) in one sentence that says what to do. Null for any other error. `of`: a role, which is started again and so
 * gets over a full disk by itself, or a command.
 */
export function describeSystemError(error: unknown, of: 'role' | 'command' = 'role'): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  if (NO_ADDRESS.includes(error.code)) return `${hostOf(error)} is no address of this machine; correct the host`;
  if ('syscall' in error && error.syscall === 'listen') {
    const text = PORT_ERRORS[error.code];
    if (!text || !('port' in error)) return null;
    return `port ${error.port} of ${hostOf(error)} ${text}`;
  }
  const text = (of === 'role' ? FILE_ERRORS : COMMAND_ERRORS)[error.code];
  return text && 'path' in error ? `${error.path} ${text}` : null;
}

/** The address or the name in an error of listening. */
function hostOf(error: object): string {
  if ('address' in error && typeof error.address === 'string') return error.address;
  return 'hostname' in error && typeof error.hostname === 'string' ? error.hostname : 'the host';
}
