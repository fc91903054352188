import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectGateway } from '../../ipc/gateway-client.ts';
import type { AppendDraft } from '../../model/append-draft.ts';
import { errorText, targetOf } from '../../model/extension-health.ts';
import { type MarkName, readMark } from './running-mark.ts';

const SECOND_MILLIS = 1_000;

/** What the watching thread knows of a call that does not end. */
export interface Hang {
  readonly shared: SharedArrayBuffer;
  readonly names: readonly MarkName[];
  readonly socketPath: string;
  readonly hangMillis: number;
  readonly lookMillis: number;
  readonly isStillHanging: () => boolean;
}

/**
 * Has the gateway journal an amendment that leaves the running extension out from this record on, and ends the process. Returns where the
 * call came to its end meanwhile. While there is no gateway it is asked again.
 */
export async function endHang(hang: Hang): Promise<void> {
  const draft = makeAmendment(hang);
  if (draft === null || !(await journal(draft, hang)) || !hang.isStillHanging()) return;
  // Past pino, whose stream waits for the main thread.
  writeSync(2, `${JSON.stringify({ level: 60, name: 'brain', draft, msg: 'an extension does not end: ended' })}\n`);
  process.kill(process.pid, 'SIGKILL');
}

/** The same one however often it is asked for. */
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
      reason: `it did not end within ${hangMillis / SECOND_MILLIS} s`,
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
