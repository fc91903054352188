import type { DataFolder } from '../city/data-folder.ts';
import { connectGateway } from '../ipc/gateway-client.ts';
import type { AppendDraft } from '../model/append-draft.ts';
import { ConfigError } from '../model/config-error.ts';
import { firstDurableOffset } from './durable-offset.ts';

/**
 * Has the running gateway append one record; resolves with its offset. Throws a `ConfigError` where no gateway runs,
 * and with its reason where it refuses the record; `what` is the subject of that sentence.
 */
export async function appendOnce(folder: DataFolder, what: string, draft: AppendDraft): Promise<number> {
  const gateway = connectGateway(folder.gatewaySocket);
  try {
    await firstDurableOffset(gateway, folder);
    return await gateway.append(draft).catch((error: Error) => {
      throw new ConfigError(what, error.message);
    });
  } finally {
    await gateway.close();
  }
}
