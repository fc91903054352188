import type uPlot from 'uplot';
import type { ChartPoint } from './chart-points.ts';

/** Rings for suspect values, crosses for bad ones; a value outside the chart is marked at its edge. */
export function drawMarks(plot: uPlot, marked: readonly ChartPoint[], ink: string): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  const radius = 3.5 * scale;
  ctx.save();
  ctx.strokeStyle = ink;
  ctx.lineWidth = 1.5 * scale;
  // The line before may have been dashed.
  ctx.setLineDash([]);
  for (const { observedAt, value, level } of marked) {
    const x = plot.valToPos(observedAt, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    const inside = plot.valToPos(value, 'y', true);
    const y = Math.min(Math.max(inside, bbox.top + radius), bbox.top + bbox.height - radius);
    ctx.beginPath();
    if (level === 'suspect') {
      ctx.arc(x, y, radius, 0, 2 * Math.PI);
    } else {
      ctx.moveTo(x - radius, y - radius);
      ctx.lineTo(x + radius, y + radius);
      ctx.moveTo(x + radius, y - radius);
      ctx.lineTo(x - radius, y + radius);
    }
    ctx.stroke();
  }
  ctx.restore();
}
