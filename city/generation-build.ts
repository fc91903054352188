import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { takeKernelLock } from '../ipc/kernel-lock.ts';
import type { GenerationBuild } from '../model/generation-build.ts';
import type { DataFolder } from './data-folder.ts';

/** The right to build a generation, and the announcement of the build to the city's other processes. */
export interface AnnouncedBuild {
  /** `share`: of the journal that is folded again, 0 to 1. */
  progress(share: number): void;
  end(): void;
}

/**
 * Announces that this process builds a generation; null while another one does: two would remove each other's files.
 * The announcement ends with the process, however that ends.
 */
export function announceBuild(
  folder: DataFolder,
  build: Omit<GenerationBuild, 'share' | 'trouble'>,
): AnnouncedBuild | null {
  const lock = takeKernelLock(lockOf(folder));
  if ('holderPid' in lock) return null;
  let written = -1;
  const progress = (share: number): void => {
    const percent = Math.floor(100 * share);
    if (percent === written) return;
    written = percent;
    const announced: GenerationBuild = { ...build, share, trouble: null };
    writeFileSync(`${folder.generationBuild}.new`, JSON.stringify(announced), { mode: 0o600 });
    renameSync(`${folder.generationBuild}.new`, folder.generationBuild);
  };
  progress(0);
  return {
    progress,
    end() {
      rmSync(folder.generationBuild, { force: true });
      lock.release();
    },
  };
}

/** The generation that is being built now, by any process; null: none. */
export function readBuild(folder: DataFolder): GenerationBuild | null {
  if (!existsSync(folder.generationBuild)) return null;
  const lock = takeKernelLock(lockOf(folder), { waitMillis: 0 });
  if ('release' in lock) {
    // Whoever built it was killed.
    rmSync(folder.generationBuild, { force: true });
    lock.release();
    return null;
  }
  try {
    return JSON.parse(readFileSync(folder.generationBuild, 'utf8'));
  } catch (error) {
    // It has just ended.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** What is being done and how far it is, for the message of a command. */
export const describeBuild = ({ cause, user, fromOffset, share }: GenerationBuild): string =>
  `readings and documents are being made again (${user === null ? cause : `${cause} by ${user} from offset ${fromOffset} on`}, ${Math.floor(100 * share)} %)`;

const lockOf = (folder: DataFolder): string => `${folder.generationBuild}.lock`;
