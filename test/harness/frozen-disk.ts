import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';

/** A file system that can be frozen: writes wait, without an error, until it is thawed. */
export interface FreezableDisk {
  freeze(): void;
  thaw(): void;
  unmount(): void;
}

const MEBIBYTE = 1024 * 1024;

/** Mounts an ext4 of so many MiB at `path`; needs root and a loop device. */
export function mountFreezableDisk(mebibytes: number, path: string): FreezableDisk {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-image-'));
  const image = join(folder, 'image');
  writeFileSync(image, '');
  execFileSync('truncate', ['--size', `${mebibytes * MEBIBYTE}`, image]);
  execFileSync('mkfs.ext4', ['-q', image]);
  mkdirSync(path, { recursive: true });
  execFileSync('mount', ['-o', 'loop', image, path]);
  let isFrozen = false;
  const thaw = (): void => {
    if (isFrozen) execFileSync('fsfreeze', ['--unfreeze', path]);
    isFrozen = false;
  };
  return {
    freeze() {
      execFileSync('fsfreeze', ['--freeze', path]);
      isFrozen = true;
    },
    thaw,
    unmount() {
      // A process that waits for a frozen disk cannot be killed.
      thaw();
      execFileSync('umount', ['--lazy', path]);
      rmdirSync(path);
      rmSync(folder, { recursive: true });
    },
  };
}

/** A test that has to freeze a file system: skipped by name where that is not allowed. */
export function testWithFreezableDisk(name: string, run: () => Promise<void>): void {
  if (canFreeze()) test(`${name} [fsfreeze]`, run);
  else test.skip(`${name} [fsfreeze] (no loop device here)`, () => {});
}

function canFreeze(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-freeze-'));
  try {
    const disk = mountFreezableDisk(8, join(folder, 'disk'));
    disk.freeze();
    disk.unmount();
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
