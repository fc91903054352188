import { readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second here, whatever its own clock ticks are (proc(5), USER_HZ). */
const MILLIS_PER_TICK = 10;

/**
 * CPU time that the main thread of a process has had since it was started, milliseconds. Null when the process is gone,
 * and on systems without /proc.
 */
export function mainThreadMillis(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8');
    // The name of the program stands in parentheses and may have any character in it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * MILLIS_PER_TICK;
  } catch {
    return null;
  }
}
