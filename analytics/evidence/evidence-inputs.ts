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
export function evidenceInputs(evidence: readonly Evidence[]): readonly EvidenceInput[] {
  const distinct = new Map<string, EvidenceInput>();
  for (const { deviceId, channel, observedAt, value, offset } of evidence.flatMap(claimedInputs)) {
    const input = { deviceId, channel, observedAt, value, offset };
    distinct.set(JSON.stringify(Object.values(input)), input);
  }
  return [...distinct.values()].sort((a, b) => a.offset - b.offset);
}

function claimedInputs({ window, reading }: Evidence): readonly EvidenceInput[] {
  const states = Object.values(window?.states ?? {}).flat();
  return [
    ...states.flatMap(({ contributors }) => contributors).filter(({ count }) => count === undefined),
    ...states.flatMap(({ setAside }) => setAside.map((each) => ({ ...each, observedAt: null }))),
    ...Object.values(window?.readings ?? {}).flat(),
    ...(reading === null ? [] : [reading]),
  ];
}
