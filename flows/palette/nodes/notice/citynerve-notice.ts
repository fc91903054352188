import type { Node, NodeAPI, NodeDef } from 'node-red';
import { isSeverity } from '../../city/alert.ts';
import { SYSTEM_CLOCK } from '../../city/clock.ts';
import { findCity } from '../../city/find-city.ts';
import { refused } from '../../city/link-state.ts';
import { createStatusLine } from '../../city/status-line.ts';
import { isNoticeName, NOTICES_ROOT, type NoticeForm, writeNotice } from './notice.ts';
import { createNoticeGuard } from './notice-guard.ts';

interface NoticeDef extends NodeDef {
  readonly city: string;
  /** Last level of the topic; `name` is the node's own. */
  readonly notice: string;
  readonly severity: string;
  readonly text: string;
  readonly language: string;
  readonly perMinute: string | number;
}

const DEFAULT_PER_MINUTE = 30;

/** Registers the node that publishes a notice for each message. */
export function registerNotice(RED: NodeAPI): void {
  function NoticeNode(this: Node, def: NoticeDef): void {
    RED.nodes.createNode(this, def);
    const line = createStatusLine(RED, this);
    const city = findCity(RED, def.city);
    const form = formOf(this.id, def);
    const perMinute = Number(def.perMinute) >= 1 ? Number(def.perMinute) : DEFAULT_PER_MINUTE;
    const guard = createNoticeGuard(perMinute);
    let sent = 0;
    let held = 0;

    const showWork = (isWell: boolean): void => {
      const text = held > 0 ? `${sent} ✓ · ${held} ✗` : `${sent} ✓`;
      line.work({ fill: isWell ? 'green' : 'red', shape: 'dot', text });
    };
    const say = (key: string, facts = {}): string => RED._(`citynerve-notice.error.${key}`, facts);
    if (typeof city === 'string') line.link(refused(city));
    const mqtt = typeof city === 'string' ? null : city.mqtt();
    const unwatch = mqtt?.watch(line.link);

    this.on('input', (msg, send, done) => {
      const fail = (text: string): void => {
        held += 1;
        showWork(false);
        // Node-RED shows an error as text; the prefix `Error: ` does not help a person.
        done(Object.assign(new Error(text), { name: '' }));
      };
      if (mqtt === null) return fail(say('no-city'));
      if (!isNoticeName(form.name)) return fail(say('name', { name: form.name }));
      const now = SYSTEM_CLOCK.now();
      const reason = guard.hold(msg, now);
      if (reason !== null) return fail(say(reason, { perMinute }));
      try {
        const notice = writeNotice(form, msg, now);
        mqtt.publish(`${NOTICES_ROOT}${notice.name}`, JSON.stringify(notice)).then(
          () => {
            sent += 1;
            showWork(true);
            send({ ...msg, notice });
            done();
          },
          (error: Error) => fail(say('not-published', { reason: error.message })),
        );
      } catch {
        fail(say('empty'));
      }
    });
    this.on('close', () => unwatch?.());
  }
  RED.nodes.registerType('citynerve-notice', NoticeNode);
}

const formOf = (nodeId: string, { notice, severity, text, language }: NoticeDef): NoticeForm => ({
  nodeId,
  name: notice?.trim() ?? '',
  severity: isSeverity(severity) ? severity : 'alert',
  template: text ?? '',
  language: language === 'zh' ? 'zh' : 'en',
});

// biome-ignore lint/style/noDefaultExport: Node-RED calls the default export of a node's file.
export { registerNotice as default };
