import type { ListedDevice } from '../live/api-types.ts';
import { cityClock, cityMinute } from '../live/city.ts';
import { deviceState, lastHeardAt } from '../live/readings.ts';
import { zoneName } from '../live/zones.ts';
import { texts } from '../texts/language.ts';
import { QualityMark } from './quality-mark.tsx';

/** Model, owner and place of a device, and when it last sent a reading. */
export function DeviceFacts({ device }: { readonly device: ListedDevice }) {
  const words = texts.value.device;
  // Subscribes to the time: a device turns silent without any message.
  cityMinute.value;
  const heardAt = lastHeardAt(device.id);
  const facts: readonly (readonly [string, string])[] = [
    [words.model, words.models[device.model] ?? device.model],
    [words.zone, device.zoneId === null ? words.noZone : zoneName(device.zoneId)],
    [words.provider, device.provider],
    [words.department, device.department],
    [words.dialect, device.dialect],
    [words.lastSeen, heardAt === null ? words.never : cityClock(heardAt, 'full')],
  ];
  return (
    <header class="device-facts">
      <h2>
        {device.id} <QualityMark state={deviceState(device.id)} />
      </h2>
      <dl class="facts facts-row">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}
