import type { Severity } from '../../model/scenario.ts';

/** Shapes for people who cannot tell the colours apart: diamond, triangle, octagon in a box of 16 by 16. */
export const SEVERITY_SHAPES: Readonly<Record<Severity, string>> = {
  watch: 'M8 1.5L14.5 8 8 14.5 1.5 8z',
  warn: 'M8 1.5L15 14H1z',
  critical: 'M5 1h6l4 4v6l-4 4H5l-4-4V5z',
};
