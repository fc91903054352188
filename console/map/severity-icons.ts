import type { Map as MapLibre } from 'maplibre-gl';
import type { Severity } from '../../model/scenario.ts';
import { SEVERITY_SHAPES } from '../alerts/severity-shapes.ts';
import type { Palette } from './palette.ts';

const SIZE = 20;
const SHARPNESS = 2;

/** Adds the severity shapes of the lists as icons to the map. */
export function addSeverityIcons(map: MapLibre, palette: Palette): void {
  for (const severity of Object.keys(SEVERITY_SHAPES) as Severity[]) {
    const image = drawn(SEVERITY_SHAPES[severity], palette[severity], palette.ground);
    if (image) map.addImage(severity, image, { pixelRatio: SHARPNESS });
  }
}

function drawn(shape: string, fill: string, edge: string): ImageData | null {
  const canvas = document.createElement('canvas');
  canvas.width = SIZE * SHARPNESS;
  canvas.height = SIZE * SHARPNESS;
  const ink = canvas.getContext('2d');
  if (!ink) return null;
  // Shapes stand in a box of 16; two pixels around are for the edge.
  ink.scale(SHARPNESS, SHARPNESS);
  ink.translate(2, 2);
  const path = new Path2D(shape);
  ink.lineWidth = 3;
  ink.strokeStyle = edge;
  ink.stroke(path);
  ink.fillStyle = fill;
  ink.fill(path);
  return ink.getImageData(0, 0, canvas.width, canvas.height);
}
