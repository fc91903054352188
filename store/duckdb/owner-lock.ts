/** The file is open in this process already: opening it twice would lose rows without a word. */
export class StoreBusyError extends Error {
  override readonly name = 'StoreBusyError';

  constructor(file: string) {
    super(`${file} is open in this process already; exactly one owner may have it. Close that one first`);
  }
}

const open = new Set<string>();

/**
 * Makes the caller the owner of a store file within this process; returns the function that gives it back. Other processes are kept out by
 * the lock that DuckDB has the kernel hold on the file, which says nothing within one process.
 */
export function takeOwnership(file: string): () => void {
  if (open.has(file)) throw new StoreBusyError(file);
  open.add(file);
  return () => void open.delete(file);
}
