import { type LedgerEntry, messageDifference, valueDifference } from '../model/ledger.ts';

/**
 * The two balances of a ledger entry as text; each ends with its difference, which is 0 when nothing is lost. Marks are
 * added.
 */
export function ledgerLines(entry: LedgerEntry): string {
  const { messages: m, values: v } = entry;
  const lines = [
    `messages  ${m.received} received = ${m.decoded} decoded + ${m.withoutReadings} without readings + ${m.duplicate} duplicate + ${m.rejected} rejected + ${m.inFlight} in flight   difference ${messageDifference(entry)}`,
    `values    ${v.extracted} extracted = ${v.acceptedOnTime} accepted on time + ${v.acceptedLate} accepted late + ${v.duplicate} duplicate + ${v.rejected} rejected + ${v.unmapped} unmapped + ${v.inFlight} in flight   difference ${valueDifference(entry)}`,
  ];
  if (v.timeApproximate + v.possibleRepeat + v.clockHeld > 0) {
    const held = v.clockHeld > 0 ? `, ${v.clockHeld} while the clock was held` : '';
    lines.push(
      `of which  ${v.timeApproximate} with an approximate time, ${v.possibleRepeat} that may be repeats${held}`,
    );
  }
  return lines.join('\n');
}
