import { readFileSync } from 'node:fs';

/** Clock ticks a second of /proc (USER_HZ); 100 on every Linux that Node supports. */
const TICKS_PER_SECOND = 100;

/** CPU time of a process so far, microseconds; all threads, no children. Linux only. */
export function cpuMicros(pid: number): number {
  const fields = statOf(pid);
  return ((Number(fields[11]) + Number(fields[12])) * 1_000_000) / TICKS_PER_SECOND;
}

/** Resident set size of a process, mebibytes. */
export function residentMebibytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kibibytes) / 1024;
}

/** Proportional set size, mebibytes: shared pages (the code of Node) count in part for each process. */
export function proportionalMebibytes(pid: number): number {
  const kibibytes = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  return Number(kibibytes) / 1024;
}

/** The fields after the program's name, which may have spaces. */
function statOf(pid: number): readonly string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}
