/**
 * Indices of values without a neighbour to which a line could be drawn: they are drawn as points. In joined tables
 * `undefined` is a time of another line, which is passed over; null is a gap.
 */
export function lonelyPoints(line: ArrayLike<number | null | undefined>): number[] {
  const lonely: number[] = [];
  let before: number | null = null;
  let candidate: number | null = null;
  for (let index = 0; index < line.length; index += 1) {
    const value = line[index];
    if (value === undefined) continue;
    if (value === null && candidate !== null) lonely.push(candidate);
    candidate = value !== null && before === null ? index : null;
    before = value;
  }
  if (candidate !== null) lonely.push(candidate);
  return lonely;
}
