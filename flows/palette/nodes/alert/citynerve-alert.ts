import type { Node, NodeAPI, NodeDef, NodeStatusFill } from 'node-red';
import { type Alert, isSeverity, type Severity } from '../../city/alert.ts';
import { alertEvents, chooseEvent, MILDEST } from '../../city/alert-events.ts';
import { type AlertEvent, alertSentence, type Language } from '../../city/alert-sentence.ts';
import { SYSTEM_CLOCK } from '../../city/clock.ts';
import { findCity } from '../../city/find-city.ts';
import { refused } from '../../city/link-state.ts';
import { createStatusLine } from '../../city/status-line.ts';
import { MOST_WAITING, watchAlerts } from './alert-watch.ts';

interface AlertDef extends NodeDef {
  readonly city: string;
  /** Empty wants all, here and for the zone. */
  readonly scenario: string;
  readonly zone: string;
  readonly severity: Severity;
  readonly event: AlertEvent | 'any';
  readonly language: Language;
  readonly openOnes: boolean;
}

const COLOURS: Readonly<Record<Severity, NodeStatusFill>> = { watch: 'blue', warn: 'yellow', critical: 'red' };
const MEMORY = 'citynerveAlerts';

/** Registers the node that sends a message when something happens to an alert. */
export function registerAlert(RED: NodeAPI): void {
  /** Records by node id. Node-RED drops a node's context at each deploy unless its settings name a context storage. */
  const kept = new Map<string, unknown>();

  function AlertNode(this: Node, def: AlertDef): void {
    RED.nodes.createNode(this, def);
    const line = createStatusLine(RED, this);
    const city = findCity(RED, def.city);
    if (typeof city === 'string') {
      line.link(refused(city));
      return;
    }
    const zone = def.zone?.trim() ?? '';
    const least = isSeverity(def.severity) ? def.severity : MILDEST;
    const language: Language = def.language === 'zh' ? 'zh' : 'en';
    const { directory } = city;
    let isToldOfSilence = false;
    if (zone !== '') void directory.load();

    const tell = (alert: Alert, event: AlertEvent, topic: string): void => {
      const payload = alertSentence(alert, event, language);
      const fill = event === 'cleared' ? 'green' : COLOURS[alert.severity];
      line.work({ fill, shape: 'dot', text: alert.title[language] });
      this.send({ topic, payload, alert: structuredClone(alert.whole), event });
    };
    const onFailure = (): void => {
      if (!isToldOfSilence) this.warn(RED._('citynerve-alert.log.zones-unknown'));
      isToldOfSilence = true;
    };
    const watch = watchAlerts(city, {
      clock: SYSTEM_CLOCK,
      cityId: def.city,
      scenarioId: def.scenario?.trim() ?? '',
      wantsOpenOnes: def.openOnes === true,
      stored: this.context().get(MEMORY) ?? kept.get(this.id),
      // The zones below the filter's zone are known only when the city has answered.
      async whenDecidable({ zoneId }, wait) {
        if (zone !== '' && zoneId !== zone) await directory.locate(zoneId, { ...wait, onFailure });
      },
      onNews: (alert, news, topic) => {
        isToldOfSilence = false;
        const event = chooseEvent(alertEvents(alert, news, least), def.event, alert);
        if (event === null) return;
        if (zone === '' || directory.isWithin(alert.zoneId, zone)) tell(alert, event, topic);
      },
      onRecord: (record) => {
        kept.set(this.id, record);
        this.context().set(MEMORY, record);
      },
      onState: line.link,
      onUnreadable: (topic) => this.warn(RED._('citynerve-alert.log.unreadable', { topic })),
      onNoRoom: ({ whole }, topic) =>
        this.error(RED._('citynerve-alert.log.no-room', { topic, count: MOST_WAITING }), { topic, alert: whole }),
    });
    this.on('close', (isRemoved: boolean, done: () => void) => {
      watch.close();
      if (isRemoved) kept.delete(this.id);
      done();
    });
  }
  RED.nodes.registerType('citynerve-alert', AlertNode);
}

// biome-ignore lint/style/noDefaultExport: Node-RED calls the default export of a node's file.
export { registerAlert as default };
