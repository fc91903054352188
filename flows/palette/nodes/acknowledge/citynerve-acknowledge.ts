import type { Node, NodeAPI, NodeDef } from 'node-red';
import { apiTrouble } from '../../city/api-trouble.ts';
import { SYSTEM_CLOCK } from '../../city/clock.ts';
import { isFields, numberOf } from '../../city/fields.ts';
import { findCity } from '../../city/find-city.ts';
import { refused } from '../../city/link-state.ts';
import { createRateLimit } from '../../city/rate-limit.ts';
import { createStatusLine } from '../../city/status-line.ts';
import { acknowledgementOf } from './acknowledgement.ts';

interface AcknowledgeDef extends NodeDef {
  readonly city: string;
  /** Template; empty: the message's note. */
  readonly note: string;
}

/** More in a minute is a flow that goes round, or one that acknowledges what nobody has looked at. */
const MOST_PER_MINUTE = 60;

/** Registers the node that acknowledges an alert for each message. */
export function registerAcknowledge(RED: NodeAPI): void {
  function Acknowledge(this: Node, def: AcknowledgeDef): void {
    RED.nodes.createNode(this, def);
    const city = findCity(RED, def.city);
    if (typeof city === 'string') createStatusLine(RED, this).link(refused(city));
    const isWithinLimit = createRateLimit(MOST_PER_MINUTE);
    let [done, failed] = [0, 0];
    const show = (isWell: boolean): void => {
      const text = failed > 0 ? `${done} ✓ · ${failed} ✗` : `${done} ✓`;
      this.status({ fill: isWell ? 'green' : 'red', shape: 'dot', text });
    };

    this.on('input', async (msg, send, finish) => {
      const fail = (error: Error): void => {
        failed += 1;
        show(false);
        finish(error);
      };
      const say = (key: string): Error =>
        Object.assign(new Error(RED._(`citynerve-acknowledge.error.${key}`, { most: MOST_PER_MINUTE })), { name: '' });
      if (typeof city === 'string') return fail(say('no-city'));
      const wanted = acknowledgementOf(def.note ?? '', { ...msg });
      if (typeof wanted === 'string') return fail(say(wanted));
      if (!isWithinLimit(SYSTEM_CLOCK.now())) return fail(say('rate'));
      const { alertId, note } = wanted;
      try {
        const answer = await city.postJson(`/api/alerts/${encodeURIComponent(alertId)}/acknowledge`, { note });
        done += 1;
        show(true);
        const offset = isFields(answer) ? numberOf(answer, 'offset') : null;
        send({ ...msg, acknowledged: { alertId, note, offset } });
        finish();
      } catch (error) {
        fail(apiTrouble(RED, error));
      }
    });
  }
  RED.nodes.registerType('citynerve-acknowledge', Acknowledge);
}

// biome-ignore lint/style/noDefaultExport: Node-RED calls the default export of a node's file.
export { registerAcknowledge as default };
