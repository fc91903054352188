const STEPS = [1, 2, 3, 4, 5, 6] as const;

/** A class as steps that rise, filled up to its own: a shape beside the colour. Both standards have six classes. */
export function LevelMark({ level }: { readonly level: number }) {
  return (
    <svg class="level-mark" viewBox="0 0 36 14" aria-hidden="true">
      {STEPS.map((step) => (
        <rect
          key={step}
          class={step <= level ? 'reached' : undefined}
          x={(step - 1) * 6 + 0.5}
          y={12.5 - step * 2}
          width="4"
          height={step * 2 + 1}
        />
      ))}
    </svg>
  );
}
