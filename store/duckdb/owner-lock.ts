/** The file is open in this process already: opening it twice would lose rows without an error. */
export class StoreBusyError extends Error {
  override readonly name = 'StoreBusyError';

  constructor(file: string) {
    super(`${file} is open in this process already; exactly one owner may have it. Close that one first`);
  }
}

const open = new Set<string>();

/**
 * Makes the caller the only owner of a store file within this process; returns the function that releases it. Other
 * processes are kept out by DuckDB's lock on the file, which has no effect within one process.
 */
export function takeOwnership(file: string): () => void {
  if (open.has(file)) throw new StoreBusyError(file);
  open.add(file);
  return () => void open.delete(file);
}
