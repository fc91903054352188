import type { Alert } from '../../model/alert.ts';

/** Where an alert is retained on the city's own MQTT while it is active. */
export const alertTopic = (alert: Pick<Alert, 'zoneId' | 'scenarioId' | 'id'>): string =>
  `city/v1/alerts/${alert.zoneId}/${alert.scenarioId}/${alert.id}`;
