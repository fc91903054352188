/** The column of the books for a reading, by the value that stands under its key; undefined: none does. */
export function outcomeOf(standing: number | undefined, value: number): 'taken' | 'equalAlready' | 'differentAlready' {
  if (standing === undefined) return 'taken';
  return standing === value ? 'equalAlready' : 'differentAlready';
}
