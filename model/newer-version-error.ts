/**
 * The data was written by a newer Citynerve: it is left untouched, and the start ends with one line and exit code 2.
 */
export class NewerVersionError extends Error {
  override readonly name: string = 'NewerVersionError';
}
