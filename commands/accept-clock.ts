import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { dataFolder } from '../city/data-folder.ts';
import { appendOnce } from './append-once.ts';

/**
 * `citynerve clock accept`: the wall clock is right. Resolves when the running gateway has journalled it with the
 * user's name, and follows the wall clock or slews to it.
 */
export async function acceptClockCommand(options: { readonly data: string; readonly user: string }): Promise<void> {
  const folder = dataFolder(resolve(options.data));
  const { user } = options;
  const action = { type: 'clock.accepted' } as const;
  const offset = await appendOnce(folder, 'clock', { kind: 'action', actionId: randomUUID(), user, action });
  process.stdout.write(`the wall clock is accepted from offset ${offset} on\n`);
}
