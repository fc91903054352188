/** One line of a chart; `points` in order of x. */
export interface PlotLine {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** One chart: lines over the same x. */
export interface Plot {
  readonly title: string;
  readonly lines: readonly PlotLine[];
}

const WIDTH = 760;
const HEIGHT = 170;
const LEFT = 56;
const RIGHT = 150;
const TOP = 28;
const COLOURS = ['#1f5fa8', '#b3541e', '#2f7d4f', '#7a3f98'];

/** Charts one below the other as an SVG, each from 0 to a round highest value; `xName` under the last. */
export function plotSvg(plots: readonly Plot[], xName: string): string {
  const height = plots.length * HEIGHT + 24;
  const charts = plots.map((plot, index) => `<g transform="translate(0 ${index * HEIGHT})">${chart(plot)}</g>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="11">
<title>${plots.map(({ title }) => title).join(', ')}</title>
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
${charts.join('\n')}
<text x="${LEFT}" y="${height - 6}" fill="#555">${xName}</text>
</svg>
`;
}

function chart({ title, lines }: Plot): string {
  const all = lines.flatMap(({ points }) => points);
  const widest = Math.max(1e-9, ...all.map(([x]) => x));
  const top = roundUp(Math.max(1e-9, ...all.map(([, y]) => y)));
  const x = (value: number): string => (LEFT + (value / widest) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const y = (value: number): string => (HEIGHT - 20 - (value / top) * (HEIGHT - 20 - TOP)).toFixed(1);
  const grid = [0, 0.5, 1].map(
    (share) =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(share * top)}" y2="${y(share * top)}" stroke="#ddd"/><text x="${LEFT - 6}" y="${y(share * top)}" dy="4" text-anchor="end" fill="#555">${share * top}</text>`,
  );
  const ticks = [0, 0.5, 1].map(
    (share) =>
      `<text x="${x(share * widest)}" y="${HEIGHT - 6}" text-anchor="middle" fill="#555">${Math.round(share * widest)}</text>`,
  );
  const drawn = lines.map(({ name, points }, index) => {
    const path = points.map(([at, value], step) => `${step === 0 ? 'M' : 'L'}${x(at)} ${y(value)}`).join('');
    const label = `<text x="${WIDTH - RIGHT + 10}" y="${TOP + 14 * index + 8}" fill="${COLOURS[index]}">${name}</text>`;
    return `<path d="${path}" fill="none" stroke="${COLOURS[index]}" stroke-width="1.2"/>${label}`;
  });
  return `<text x="${LEFT}" y="16" font-weight="bold">${title}</text>${grid.join('')}${ticks.join('')}${drawn.join('')}`;
}

/** The next of 1, 2, 5, 10, 20, … */
function roundUp(value: number): number {
  const scale = Number(`1e${Math.floor(Math.log10(value))}`);
  return (([1, 2, 5, 10].find((step) => step * scale >= value) ?? 10) * scale) as number;
}
