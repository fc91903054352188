import type { DataDrivenPropertyValueSpecification, ExpressionSpecification } from 'maplibre-gl';
import type { Palette } from './palette.ts';

type Expression<T> = DataDrivenPropertyValueSpecification<T>;

const severityOf: ExpressionSpecification = ['coalesce', ['feature-state', 'severity'], 'none'];

/** Values that follow the severity of what is open in a zone. */
export interface BySeverity {
  /** The severity's colour; `calm` where nothing is open. */
  colour(calm: string): Expression<string>;
  /** The same number for each severity; `calm` where nothing is open. */
  alarmed(calm: number, alarmed: number): Expression<number>;
  /** Opacity of a fill: the more severe, the less shines through. */
  readonly opacity: Expression<number>;
}

export function bySeverity({ watch, warn, critical }: Palette): BySeverity {
  return {
    colour: (calm) => ['match', severityOf, 'critical', critical, 'warn', warn, 'watch', watch, calm],
    alarmed: (calm, alarmed) => ['match', severityOf, 'none', calm, alarmed],
    opacity: ['match', severityOf, 'critical', 0.34, 'warn', 0.26, 'watch', 0.18, 0.5],
  };
}
