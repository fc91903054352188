import type { Evidence } from '../../model/evidence.ts';

/** One reading that is recorded in evidence; `observedAt` is null where evidence does not contain it. */
export interface EvidenceInput {
  readonly deviceId: string;
  readonly channel: string;
  readonly observedAt: number | null;
  readonly value: number;
  readonly offset: number;
}

/**
 * All distinct readings in evidence, used and excluded ones, in the order of offsets; without what is the sum of
 * several (`addedUpReadings`).
 */
export function evidenceInputs({ window, reading }: Evidence): readonly EvidenceInput[] {
  const states = Object.values(window?.states ?? {}).flat();
  const claimed: EvidenceInput[] = [
    ...states.flatMap(({ contributors }) => contributors).filter(({ count }) => count === undefined),
    ...states.flatMap(({ setAside }) => setAside.map((each) => ({ ...each, observedAt: null }))),
    ...Object.values(window?.readings ?? {}).flat(),
    ...(reading === null ? [] : [reading]),
  ];
  const distinct = new Map<string, EvidenceInput>();
  for (const { deviceId, channel, observedAt, value, offset } of claimed) {
    distinct.set(JSON.stringify([deviceId, channel, observedAt, value, offset]), {
      deviceId,
      channel,
      observedAt,
      value,
      offset,
    });
  }
  return [...distinct.values()].sort((a, b) => a.offset - b.offset);
}
