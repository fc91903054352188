import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectGateway } from '../../ipc/gateway-client.ts';
import type { AppendDraft } from '../../model/append-draft.ts';
import { errorText, targetOf } from '../../model/extension-health.ts';
import { type MarkName, readMark } from './running-mark.ts';

const SECOND_MILLIS = 1_000;

/** What the watcher thread knows of a call into an extension that does not return. */
export interface Hang {
  readonly shared: SharedArrayBuffer;
  readonly names: readonly MarkName[];
  readonly socketPath: string;
  readonly hangMillis: number;
  readonly lookMillis: number;
  readonly isStillHanging: () => boolean;
}

/**
 * Makes the gateway append an amendment that switches the hanging extension off from the present record on, and then
 * kills the process. Returns without killing if the call has returned meanwhile. Tries again while the gateway is not
 * available.
 */
export async function endHang(hang: Hang): Promise<void> {
  const draft = makeAmendment(hang);
  if (draft === null || !(await journal(draft, hang)) || !hang.isStillHanging()) return;
  // Written synchronously and not by pino, whose stream needs the main thread, which hangs.
  writeSync(
    2,
    `${JSON.stringify({ level: 60, name: 'brain', draft, msg: 'an extension hangs: the brain is killed and starts without it' })}\n`,
  );
  process.kill(process.pid, 'SIGKILL');
}

/**
 * Its id depends only on the extension, the place and the offset: an amendment that is sent twice takes effect once.
 */
function makeAmendment({ shared, names, hangMillis }: Hang): AppendDraft | null {
  const running = readMark(shared, names);
  if (running === null) return null;
  const { kind, id, place, offset } = running;
  return {
    kind: 'amendment',
    amendmentId: ['hang', kind, id, place ?? '', offset].join('/'),
    user: 'citynerve',
    fromOffset: offset,
    untilOffset: null,
    amendment: {
      type: 'extension-off',
      ...targetOf(kind, id, place),
      reason: `it did not return within ${hangMillis / SECOND_MILLIS} s`,
    },
  };
}

async function journal(draft: AppendDraft, { socketPath, lookMillis, isStillHanging }: Hang): Promise<boolean> {
  const gateway = connectGateway(socketPath);
  try {
    while (isStillHanging()) {
      const outcome = await gateway.append(draft).then(() => null, errorText);
      if (outcome === null) return true;
      await sleep(lookMillis);
    }
    return false;
  } finally {
    void gateway.close();
  }
}
