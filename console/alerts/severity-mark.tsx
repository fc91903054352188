import type { Severity } from '../../model/scenario.ts';
import { texts } from '../texts/language.ts';
import { SEVERITY_SHAPES } from './severity-shapes.ts';

/** A severity as shape, colour and word, so that it can be read without colour. */
export function SeverityMark({ severity }: { readonly severity: Severity }) {
  return (
    <span class={`severity severity-${severity}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={SEVERITY_SHAPES[severity]} />
      </svg>
      {texts.value.severity[severity]}
    </span>
  );
}
