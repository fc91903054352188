import type { DeviceState } from '../live/readings.ts';
import { texts } from '../texts/language.ts';

/** The same shapes as on the map: a dot, a ringed dot, a bold ring, a small faint ring. */
const SHAPES = {
  good: <circle class="filled" cx="7" cy="7" r="4" />,
  suspect: (
    <>
      <circle class="filled" cx="7" cy="7" r="2.4" />
      <circle class="ring" cx="7" cy="7" r="5.2" stroke-width="1.4" />
    </>
  ),
  bad: <circle class="ring" cx="7" cy="7" r="4.4" stroke-width="2.6" />,
  silent: <circle class="ring" cx="7" cy="7" r="3" stroke-width="1.2" />,
} satisfies Record<DeviceState, unknown>;

/** A quality, or `silent`, as shape and word. */
export function QualityMark({ state, isBare = false }: { readonly state: DeviceState; readonly isBare?: boolean }) {
  const word = texts.value.quality[state];
  return (
    <span class={`quality quality-${state}`} title={isBare ? word : undefined}>
      <svg viewBox="0 0 14 14" aria-hidden="true">
        {SHAPES[state]}
      </svg>
      <span class={isBare ? 'visually-hidden' : undefined}>{word}</span>
    </span>
  );
}
