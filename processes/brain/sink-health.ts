import type { DeliveryStatus } from '../../delivery/delivery-sink.ts';
import type { ExtensionHealth } from '../../model/extension-health.ts';
import type { SinkStatus } from '../../model/sink.ts';

/**
 * The sinks in the list of extensions. A sink is never switched off: what it has not taken is fed to it again, and its
 * failures are the attempts that it did not take.
 */
export const sinkHealth = ({
  feeds,
  deliveries,
}: {
  readonly feeds: { statuses(): readonly SinkStatus[] };
  readonly deliveries: readonly { readonly name: string; status(): DeliveryStatus }[];
}): readonly ExtensionHealth[] =>
  feeds.statuses().map(({ name, retries, trouble }) => {
    // A destination of alerts keeps what it was fed in a queue of its own.
    const delivery = deliveries.find((each) => each.name === name)?.status();
    return {
      kind: 'sink',
      id: name,
      zoneId: null,
      deviceId: null,
      isOn: true,
      lastError: trouble ?? delivery?.trouble ?? null,
      failures: retries + (delivery?.failed ?? 0),
      offBy: null,
      user: null,
      sinceOffset: null,
    };
  });
