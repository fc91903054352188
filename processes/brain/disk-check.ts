import { dirname } from 'node:path';
import type { DataFolder } from '../../city/data-folder.ts';
import { usedShare } from '../../journal/used-share.ts';
import type { Check } from '../status-server.ts';

/** Whether the brain's own files have room, which may lie on other disks than the journal: the fullest one counts. Shares from 0 to 1. */
export async function diskCheck(
  { documents, readings }: DataFolder,
  { warnDiskShare, stopDiskShare }: { readonly warnDiskShare: number; readonly stopDiskShare: number },
): Promise<Check> {
  const folders = [dirname(documents), dirname(readings)];
  // A store on a server has no folder here.
  const shares = await Promise.all(folders.map((folder) => usedShare(folder).catch(() => 0)));
  const fullest = Math.max(...shares);
  const detail = `${Math.floor(fullest * 100)} % full`;
  if (fullest < warnDiskShare) return { name: 'disk', ok: true, detail };
  const where = folders[shares.indexOf(fullest)];
  return {
    name: 'disk',
    ok: fullest < stopDiskShare,
    detail: `${detail}: make room on the disk of ${where}; without room nothing new is shown, and the journal keeps it until there is some`,
  };
}
