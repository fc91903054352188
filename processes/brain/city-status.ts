import type { LastSeen } from '../../ingest/last-seen.ts';
import type { CityStatus, ExtensionStatus } from '../../model/city-status.ts';
import type { ClockHold } from '../../model/clock-hold.ts';
import type { ExtensionHealth, NotWatched } from '../../model/extension-health.ts';
import type { GenerationBuild } from '../../model/generation-build.ts';
import type { Lag } from '../../model/lag.ts';
import type { RegistryView } from '../../model/registry-view.ts';
import { silentAfterSeconds } from '../../model/silent-after.ts';
import type { SinkStatus } from '../../model/sink.ts';
import type { BacklogAge } from './backlog-age.ts';

type Standing = Pick<SinkStatus, 'name' | 'nextOffset' | 'waiting' | 'trouble'>;

/** The status of the city for `GET /api/status`: clock, gateway, lag, sinks, extensions and devices. */
export function cityStatus(seen: {
  readonly cityTime: number | null;
  /** Wall time, milliseconds since 1970. */
  readonly now: number;
  readonly gateway: { readonly isConnected: boolean };
  readonly fold: {
    readonly registry: { readonly view: RegistryView };
    readonly pipeline: { readonly lastSeen: LastSeen; clockHold(): ClockHold | null };
    readonly analytics: { notWatched(): readonly NotWatched[] };
    extensions(): readonly ExtensionHealth[];
  };
  readonly lag: Lag;
  readonly sinks: {
    readonly feeds: { statuses(): readonly Standing[] };
    /** The sinks of destinations: an effect waits in them until it is delivered or dropped. */
    readonly deliveries: readonly { status(): Standing & { readonly nextOffset: number } }[];
  };
  readonly backlog: Pick<BacklogAge, 'secondsFrom'>;
  readonly build: GenerationBuild | null;
}): CityStatus {
  const { cityTime, now: saidAt, gateway, fold, lag, sinks, backlog, build } = seen;
  const { lastSeen } = fold.pipeline;
  return {
    cityTime,
    clockHold: fold.pipeline.clockHold(),
    build,
    saidAt,
    tickAt: lastSeen.wallAt,
    isGatewayThere: gateway.isConnected,
    lag,
    sinks: settled(sinks).map(({ name, nextOffset, waiting, trouble }) => {
      if (nextOffset === null) return { name, nextOffset, behindRecords: null, behindSeconds: null, waiting, trouble };
      const behindRecords = Math.max(0, lag.durableOffset - nextOffset);
      const behindSeconds = behindRecords === 0 ? 0 : backlog.secondsFrom(nextOffset);
      return { name, nextOffset, behindRecords, behindSeconds, waiting, trouble };
    }),
    extensions: fold.extensions().map(extensionStatus),
    notWatched: fold.analytics.notWatched(),
    devices: countDevices(fold.registry.view, lastSeen),
  };
}

/**
 * Positions of the sinks; that of a destination is the offset of the oldest effect that it has not delivered or
 * dropped.
 */
function settled(sinks: Parameters<typeof cityStatus>[0]['sinks']): readonly Standing[] {
  const deliveries = new Map(sinks.deliveries.map((delivery) => [delivery.status().name, delivery.status()]));
  return sinks.feeds.statuses().map((feed) => {
    const delivery = deliveries.get(feed.name);
    if (delivery === undefined) return feed;
    return {
      name: feed.name,
      nextOffset: delivery.waiting === 0 ? feed.nextOffset : Math.min(feed.nextOffset ?? Infinity, delivery.nextOffset),
      waiting: feed.waiting + delivery.waiting,
      trouble: feed.trouble ?? delivery.trouble,
    };
  });
}

const extensionStatus = ({ deviceId, sinceOffset, ...status }: ExtensionHealth): ExtensionStatus => status;

function countDevices(
  { devices, models }: RegistryView,
  lastSeen: Pick<LastSeen, 'silenceMillis'>,
): CityStatus['devices'] {
  let silent = 0;
  let never = 0;
  for (const { id, model } of devices.values()) {
    const silence = lastSeen.silenceMillis(id);
    if (silence === null) never += 1;
    else if (silence > 1000 * silentAfterSeconds(models.get(model)?.channels ?? [])) silent += 1;
  }
  return { known: devices.size, silent, never };
}
