import { dirname } from 'node:path';
import type { DataFolder } from '../../city/data-folder.ts';
import { usedShare } from '../../journal/used-share.ts';
import type { Check } from '../status-server.ts';

interface Bounds {
  readonly warnDiskShare: number;
  readonly stopDiskShare: number;
}

/**
 * Checks the free space for documents and readings, which may lie on other disks than the journal; the fullest disk
 * counts. Shares are from 0 to 1. The check fails with the system's error where the used share cannot be read.
 */
export async function diskCheck(
  { documents, readings }: DataFolder,
  { warnDiskShare, stopDiskShare }: Bounds,
  measure: (folder: string) => Promise<number> = usedShare,
): Promise<Check> {
  const disks = await Promise.all([
    measureDisk(dirname(documents), measure),
    // A store on a server has no folder here.
    measureDisk(dirname(readings), (folder) => measure(folder).catch(emptyIfAbsent)),
  ]);
  const unreadable = disks.find((disk) => disk.trouble !== null);
  if (unreadable) {
    return {
      name: 'disk',
      ok: false,
      detail: `the disk of ${unreadable.folder} cannot be measured: ${unreadable.trouble}; check the disk and its mount`,
    };
  }
  const fullest = disks.reduce((one, other) => (other.share > one.share ? other : one));
  const detail = `${Math.floor(fullest.share * 100)} % full`;
  if (fullest.share < warnDiskShare) return { name: 'disk', ok: true, detail };
  return {
    name: 'disk',
    ok: fullest.share < stopDiskShare,
    detail: `${detail}: make room on the disk of ${fullest.folder}; without room nothing new is shown, and the journal keeps it until there is some`,
  };
}

async function measureDisk(folder: string, measure: (folder: string) => Promise<number>) {
  try {
    return { folder, share: await measure(folder), trouble: null };
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return { folder, share: 0, trouble: error instanceof Error ? error.message : String(error) };
  }
}

function emptyIfAbsent(error: unknown): number {
  if (codeOf(error) === 'ENOENT') return 0;
  throw error;
}

/** Code of an error of the operating system, e.g. `EIO`; null for any other. */
const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
