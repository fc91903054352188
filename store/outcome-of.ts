/** The count in the books that a reading adds to. `standing` is the stored value of its key; undefined: none. */
export function outcomeOf(standing: number | undefined, value: number): 'taken' | 'equalAlready' | 'differentAlready' {
  if (standing === undefined) return 'taken';
  return standing === value ? 'equalAlready' : 'differentAlready';
}
