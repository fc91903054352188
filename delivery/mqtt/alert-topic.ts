import type { Alert } from '../../model/alert.ts';

/** The topic on the city's own MQTT on which an alert is published, retained while it is active. */
export const alertTopic = (alert: Pick<Alert, 'zoneId' | 'scenarioId' | 'id'>): string =>
  `city/v1/alerts/${alert.zoneId}/${alert.scenarioId}/${alert.id}`;
