import { readFileSync } from 'node:fs';

/** Place of the start time among the fields behind the command name in /proc/PID/stat. */
const START_TIME_FIELD = 19;

/**
 * Tells two processes apart that had the same pid one after the other (in a container a gateway gets the same pid at every start):
 * boot and start time on Linux, an empty text elsewhere.
 */
export function processIdentity(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    // The command name stands in parentheses and may itself hold blanks and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended; where nobody collects it, it would hold a lock for ever.
    if (fields[0] === 'Z') return 'ended';
    return `${boot}:${fields[START_TIME_FIELD] ?? ''}`;
  } catch {
    return '';
  }
}
