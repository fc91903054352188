/** Data that a newer Citynerve wrote: nothing of it is touched, and the start ends with one line and exit code 2. */
export class NewerVersionError extends Error {
  override readonly name: string = 'NewerVersionError';
}
