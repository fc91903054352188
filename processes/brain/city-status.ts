import type { LastHeard } from '../../ingest/last-heard.ts';
import type { CityStatus } from '../../model/city-status.ts';
import type { Lag } from '../../model/lag.ts';
import type { RegistryView } from '../../model/registry-view.ts';
import { silentAfterSeconds } from '../../model/silent-after.ts';
import type { SinkStatus } from '../../model/sink.ts';
import type { BacklogAge } from './backlog-age.ts';

/** What the brain knows of itself now. */
export function cityStatus(seen: {
  readonly cityTime: number | null;
  /** Wall time, milliseconds since 1970. */
  readonly now: number;
  readonly gateway: { readonly isConnected: boolean };
  readonly fold: {
    readonly registry: { readonly view: RegistryView };
    readonly pipeline: { readonly lastHeard: LastHeard };
  };
  readonly lag: Lag;
  readonly sinks: { statuses(): readonly Pick<SinkStatus, 'name' | 'nextOffset' | 'waiting' | 'trouble'>[] };
  readonly backlog: Pick<BacklogAge, 'secondsFrom'>;
}): CityStatus {
  const { cityTime, now: saidAt, gateway, fold, lag, sinks, backlog } = seen;
  const { lastHeard } = fold.pipeline;
  return {
    cityTime,
    saidAt,
    tickAt: lastHeard.wallAt,
    isGatewayThere: gateway.isConnected,
    lag,
    sinks: sinks.statuses().map(({ name, nextOffset, waiting, trouble }) => {
      const behindRecords = Math.max(0, lag.durableOffset - nextOffset);
      const behindSeconds = behindRecords === 0 ? 0 : backlog.secondsFrom(nextOffset);
      return { name, nextOffset, behindRecords, behindSeconds, waiting, trouble };
    }),
    extensions: [],
    notWatched: [],
    devices: countDevices(fold.registry.view, lastHeard),
  };
}

function countDevices(
  { devices, models }: RegistryView,
  lastHeard: Pick<LastHeard, 'silenceMillis'>,
): CityStatus['devices'] {
  let silent = 0;
  let never = 0;
  for (const { id, model } of devices.values()) {
    const silence = lastHeard.silenceMillis(id);
    if (silence === null) never += 1;
    else if (silence > 1000 * silentAfterSeconds(models.get(model)?.channels ?? [])) silent += 1;
  }
  return { known: devices.size, silent, never };
}
