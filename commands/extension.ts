import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { SCENARIOS } from '../analytics/scenarios/index.ts';
import { type DataFolder, dataFolder } from '../city/data-folder.ts';
import { DIALECTS } from '../devices/dialects/dialects.ts';
import { registryAt } from '../fold/city-fold.ts';
import { connectGateway } from '../ipc/gateway-client.ts';
import { openJournal } from '../journal/open-journal.ts';
import { ConfigError } from '../model/config-error.ts';
import { type ExtensionTarget, type SwitchedKind, targetOf } from '../model/extension-health.ts';
import { firstDurableOffset } from './durable-offset.ts';

/** Options of `citynerve extension on` and `off`. */
export interface SwitchOptions {
  readonly data: string;
  readonly zone?: string;
  readonly device?: string;
  readonly user: string;
}

/**
 * `citynerve extension on|off ID`: switches a scenario (in one zone, or everywhere) or a dialect (for one device, or
 * all) on or off from now on. Resolves when the gateway has journalled the action with the user's name.
 */
export async function switchExtensionCommand(to: 'on' | 'off', id: string, options: SwitchOptions): Promise<void> {
  const folder = dataFolder(resolve(options.data));
  const kind = kindOf(id, options);
  const gateway = connectGateway(folder.gatewaySocket);
  try {
    const place = await knownPlace(folder, await firstDurableOffset(gateway, folder), options);
    const target: ExtensionTarget = targetOf(kind, id, place);
    const action = { type: `extension.${to}`, ...target } as const;
    const offset = await gateway.append({ kind: 'action', actionId: randomUUID(), user: options.user, action });
    const where = place === null ? 'everywhere' : `${kind === 'scenario' ? 'in' : 'for'} ${place}`;
    process.stdout.write(`${kind} ${id} is ${to} ${where} from offset ${offset} on\n`);
  } finally {
    await gateway.close();
  }
}

function kindOf(id: string, { zone, device }: SwitchOptions): SwitchedKind {
  const isScenario = SCENARIOS.some((scenario) => scenario.id === id);
  const isDialect = DIALECTS.some((dialect) => dialect.name === id);
  if (!isScenario && !isDialect) {
    const known = [...SCENARIOS.map((scenario) => scenario.id), ...DIALECTS.map(({ name }) => name)];
    throw new ConfigError('extension', `there is none called "${id}"; known are ${known.join(', ')}`);
  }
  if (isScenario && device !== undefined) throw new ConfigError('--device', 'is for dialects; a scenario has a --zone');
  if (isDialect && zone !== undefined) throw new ConfigError('--zone', 'is for scenarios; a dialect has a --device');
  return isScenario ? 'scenario' : 'dialect';
}

async function knownPlace(folder: DataFolder, durableOffset: number, options: SwitchOptions): Promise<string | null> {
  const { zone, device } = options;
  if (zone === undefined && device === undefined) return null;
  await using opened = new AsyncDisposableStack();
  const journal = openJournal(folder.journal).openReader();
  opened.defer(() => journal.close());
  const { view } = await registryAt(journal, durableOffset);
  if (zone !== undefined && !view.zones.has(zone)) throw new ConfigError('--zone', `the city has no zone "${zone}"`);
  if (device !== undefined && !view.devices.has(device)) {
    throw new ConfigError('--device', `the city has no device "${device}"`);
  }
  return zone ?? device ?? null;
}
