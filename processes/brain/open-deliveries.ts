import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { cityCommand } from '../../city/city-command.ts';
import type { CityConfig } from '../../city/city-config.ts';
import type { DataFolder } from '../../city/data-folder.ts';
import { emailLogin, webhookSecret } from '../../city/delivery-secrets.ts';
import { serviceToken } from '../../city/service-tokens.ts';
import type { DeliverySink } from '../../delivery/delivery-sink.ts';
import { createDeliverySink } from '../../delivery/open-delivery-sink.ts';
import { cursorFileName, openDestinations } from '../../delivery/open-destinations.ts';
import type { CityFold } from '../../fold/city-fold.ts';
import type { After } from '../../model/timers.ts';

/** Opens a delivery sink for each destination of alerts in the city's settings; `opened` closes them. */
export async function openDeliveries(options: {
  readonly folder: DataFolder;
  readonly config: CityConfig;
  readonly mqttUrl: string;
  readonly log: Logger;
  readonly opened: AsyncDisposableStack;
  readonly fold: CityFold;
  readonly after: After;
}): Promise<readonly DeliverySink[]> {
  const { folder, config, log, opened, fold, after } = options;
  mkdirSync(folder.delivery, { recursive: true });
  const destinations = openDestinations({
    mqtt: { url: options.mqttUrl, token: serviceToken(folder, 'brain') },
    alerts: config.alerts,
    webhookSecret: (name) => webhookSecret(folder, name),
    emailLogin: (name) => emailLogin(folder, name),
    words: {
      timeZone: config.timeZone,
      city: config.name,
      zoneName: (id) => fold.registry.view.zones.get(id)?.name ?? null,
      pageUrl: null,
      verifyCommand: (alertId) => cityCommand(`verify ${alertId}`, folder.root),
    },
    onError: (destination, error) =>
      log.warn({ destination, err: error }, 'an error of a destination of alerts; delivery is tried again'),
    now: () => Date.now(),
    after,
  });
  const deliveries: DeliverySink[] = [];
  for (const destination of destinations) {
    const delivery = await createDeliverySink({
      destination,
      cursorFile: join(folder.delivery, cursorFileName(destination.name)),
      active: () => fold.analytics.active(),
      onProblem: (problem) => log.error({ destination: destination.name }, problem),
      after,
    });
    opened.defer(() => delivery.close());
    deliveries.push(delivery);
  }
  return deliveries;
}
