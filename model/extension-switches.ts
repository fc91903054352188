import { type Amendment, isAmended } from './amendment.ts';
import { placeOf, type SwitchedKind } from './extension-health.ts';

/** A switch of an extension at a journal offset, caused by an amendment. */
export interface ExtensionSwitch {
  readonly offset: number;
  readonly id: string;
  readonly place: string | null;
  readonly isOn: boolean;
  readonly reason: string;
  readonly user: string;
}

/**
 * The switches that amendments cause for one kind of extension, in the order of offsets. Where ranges overlap, the
 * extension is switched on at the end of the last one.
 */
export function extensionSwitches(kind: SwitchedKind, amendments: readonly Amendment[]): readonly ExtensionSwitch[] {
  const switches = amendments.flatMap(({ amendment, fromOffset, untilOffset, user }): readonly ExtensionSwitch[] => {
    if (amendment.type !== 'extension-off' || amendment.kind !== kind) return [];
    const { id, reason } = amendment;
    const place = placeOf(amendment);
    const off = { offset: fromOffset, id, place, isOn: false, reason, user };
    const isStillOff = (offset: number) =>
      amendments.some(
        (other) =>
          other.amendment.type === 'extension-off' &&
          other.amendment.id === id &&
          placeOf(other.amendment) === place &&
          isAmended(other, offset),
      );
    if (untilOffset === null || isStillOff(untilOffset)) return [off];
    return [off, { offset: untilOffset, id, place, isOn: true, reason, user }];
  });
  return switches.sort((a, b) => a.offset - b.offset);
}
