/** Colour token of the page and dash pattern (lengths of stroke and gap in pixels) of a line. */
export interface LineStyle {
  readonly token: string;
  readonly dash: readonly number[];
}

/** Style of the only line on a chart. */
export const PLAIN_LINE: LineStyle = { token: '--chart-line', dash: [] };

const TOKENS = ['--line-1', '--line-2', '--line-3', '--line-4'] as const;
const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 3], [11, 3, 2, 3]];

/** Style of the line at an index: neighbours differ in colour and dashes, sixteen lines in at least one of them. */
export function lineStyle(index: number): LineStyle {
  const round = Math.floor(index / TOKENS.length);
  return {
    token: TOKENS[index % TOKENS.length] ?? PLAIN_LINE.token,
    dash: DASHES[(index + round) % DASHES.length] ?? PLAIN_LINE.dash,
  };
}
