import { renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The program of a gateway whose wall clock a test sets. */
export const JUMPING_GATEWAY = new URL('jumping-gateway.ts', import.meta.url).href;

/** Where the error of that clock stands, milliseconds; beside the data folder, which a gateway owns alone. */
export const wallJumpFile = (root: string): string => join(dirname(root), 'wall-jump');

/** Sets that clock: it is wrong by `millis` from now on. */
export function setWallJump(root: string, millis: number): void {
  const file = wallJumpFile(root);
  // Renamed, because the gateway reads it at any moment.
  writeFileSync(`${file}.new`, `${millis}`);
  renameSync(`${file}.new`, file);
}
