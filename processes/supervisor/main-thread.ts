import { readFileSync } from 'node:fs';

/** What the kernel says of the main thread of a process. */
export interface MainThread {
  /** It could use the CPU now, or waits for a disk: not asleep and not stopped. */
  readonly isBusy: boolean;
  /** CPU time that it has had since it was started, milliseconds. */
  readonly cpuMillis: number;
}

/** Linux counts CPU time in hundredths of a second here, whatever its own clock ticks are (proc(5), USER_HZ). */
const MILLIS_PER_TICK = 10;

/** Null when the process is gone, and on systems without /proc. */
export function readMainThread(pid: number): MainThread | null {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8');
    // The name of the program stands in parentheses and may have any character in it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [state, userTicks, systemTicks] = [fields[0], Number(fields[11]), Number(fields[12])];
    return { isBusy: state === 'R' || state === 'D', cpuMillis: (userTicks + systemTicks) * MILLIS_PER_TICK };
  } catch {
    return null;
  }
}
