/** How a line is told from others: a colour token of the page and a dash pattern (lengths of stroke and gap in pixels). */
export interface LineStyle {
  readonly token: string;
  readonly dash: readonly number[];
}

/** A line that is alone on its chart. */
export const PLAIN_LINE: LineStyle = { token: '--chart-line', dash: [] };

const TOKENS = ['--line-1', '--line-2', '--line-3', '--line-4'] as const;
const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 3], [11, 3, 2, 3]];

/** The style of the line at a place among many: neighbours differ in colour and in dashes, sixteen in one of the two. */
export function lineStyle(place: number): LineStyle {
  const round = Math.floor(place / TOKENS.length);
  return {
    token: TOKENS[place % TOKENS.length] ?? PLAIN_LINE.token,
    dash: DASHES[(place + round) % DASHES.length] ?? PLAIN_LINE.dash,
  };
}
