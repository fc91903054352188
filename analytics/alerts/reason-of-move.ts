import type { Verdict } from '../../model/scenario.ts';
import type { MachineMove } from './alert-machine.ts';

/** The reason of a state transition, as it stands in the alert's history. */
export function reasonOfMove(
  { change, severity }: Pick<MachineMove, 'change' | 'severity'>,
  { because }: Verdict,
): string {
  if (change === 'cleared') return 'clear condition held for its off-delay';
  if (change === 'eased') return `nothing graver than ${severity} held for the off-delay`;
  return because.join(', ');
}
