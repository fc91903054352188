import type { RegistryView } from '../model/registry-view.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem } from './problem.ts';

/** So many names stand in the sentence of a refusal; of more, the address of their list. */
const MOST_NAMES = 20;

/**
 * Throws a 400 when a query key names something that does not exist: an empty answer would look like a valid one.
 * `list` is the address that lists what exists.
 */
export function requireKnown(
  names: ReadonlyMap<string, unknown>,
  { name, field, list }: { readonly name: string | undefined; readonly field: string; readonly list: string },
): void {
  if (name === undefined || names.has(name)) return;
  const all = [...names.keys()];
  const known = all.length <= MOST_NAMES ? `there are ${all.join(', ') || 'none'}` : `${list} lists the ${all.length}`;
  throw new ApiProblem(400, `There is no ${field} "${name}" in this city; ${known}.`, field);
}

/** As `requireKnown` for a device: one of the registry, or one that ledger or rejected messages remember. */
export function requireDevice(deps: Pick<ApiDeps, 'registry' | 'documents'>, name: string | undefined): void {
  if (name === undefined) return;
  const { devices } = deps.registry();
  if (devices.has(name) || deps.documents.ledger(name).length > 0) return;
  if (deps.documents.rejected({ deviceId: name, limit: 1 }).length > 0) return;
  requireKnown(devices, { name, field: 'device', list: '/api/devices' });
}

/**
 * As `requireKnown` for a channel of which no readings were found: one of the device's model, or of any model where no
 * device of the registry is named. To be asked only then, because the store keeps channels that models had before.
 */
export function requireChannel(
  { devices, models }: Pick<RegistryView, 'devices' | 'models'>,
  { channel, device }: { readonly channel?: string | undefined; readonly device?: string | undefined },
): void {
  const model = models.get(devices.get(device ?? '')?.model ?? '');
  const channels = (model === undefined ? [...models.values()] : [model]).flatMap((each) => each.channels);
  const names = new Map(channels.map((each) => [each.channel, each]));
  requireKnown(names, { name: channel, field: 'channel', list: '/api/devices' });
}
