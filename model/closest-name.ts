/** Names that differ in more places than this share of their length are not taken for a slip. */
const LARGEST_SHARE = 0.4;

/** The known name that a misspelt one most likely stands for, case ignored; null when none is close. */
export function closestName(misspelt: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const name of known) {
    const distance = editDistance(misspelt.toLowerCase(), name.toLowerCase());
    if (distance >= least || distance > LARGEST_SHARE * Math.max(misspelt.length, name.length)) continue;
    best = name;
    least = distance;
  }
  return best;
}

/** ` (did you mean "NAME"?)`, or nothing when no known name is close. */
export function didYouMean(misspelt: string, known: readonly string[]): string {
  const name = closestName(misspelt, known);
  return name === null ? '' : ` (did you mean "${name}"?)`;
}

/** Fewest letters to insert, delete or replace (Levenshtein), kept row by row. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + Number(one[i - 1] !== other[j - 1]);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
