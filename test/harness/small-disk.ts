import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';

/** A small file system, for tests of a full disk. */
export interface SmallDisk {
  readonly path: string;
  /** Fills the disk. */
  fill(): void;
  /** Fills the disk up to a share of 0 to 1; again after others have freed space, which is never more meanwhile. */
  fillTo(share: number): void;
  /** Frees the space. */
  free(): void;
  unmount(): void;
}

/** Mounts a tmpfs of so many MiB; needs root on Linux. */
export function mountSmallDisk(mebibytes: number, path = mkdtempSync(join(tmpdir(), 'citynerve-disk-'))): SmallDisk {
  mkdirSync(path, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', path]);
  const ballast = join(path, 'ballast');
  return {
    path,
    fill() {
      const { bavail, bsize } = statfsSync(path);
      try {
        writeFileSync(ballast, Buffer.alloc(bavail * bsize));
      } catch (error) {
        // Another process took space meanwhile: then the disk is full as well.
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      }
    },
    fillTo(share) {
      const { blocks, bfree, bsize } = statfsSync(path);
      appendFileSync(ballast, Buffer.alloc(Math.max(0, Math.ceil(blocks * share) - (blocks - bfree)) * bsize));
    },
    free: () => rmSync(ballast, { force: true }),
    unmount() {
      execFileSync('umount', ['--lazy', path]);
      rmdirSync(path);
    },
  };
}

/** A test that has to mount a file system: skipped by name where that is not allowed; under CI as root it must run. */
export function testWithSmallDisk(name: string, run: () => Promise<void>): void {
  const isAllowed = process.platform === 'linux' && process.getuid?.() === 0 && canMount();
  if (isAllowed || (process.env['CI'] && process.getuid?.() === 0)) test(`${name} [tmpfs]`, run);
  else test.skip(`${name} [tmpfs] (mounting is not allowed here)`, () => {});
}

function canMount(): boolean {
  try {
    const disk = mountSmallDisk(1);
    disk.unmount();
    return true;
  } catch {
    return false;
  }
}
