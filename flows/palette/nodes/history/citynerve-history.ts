import type { Node, NodeAPI, NodeDef } from 'node-red';
import { apiTrouble } from '../../city/api-trouble.ts';
import type { CityLink } from '../../city/city-link.ts';
import { isFields, listOf, numberOf, textOf } from '../../city/fields.ts';
import { findCity } from '../../city/find-city.ts';
import { refused } from '../../city/link-state.ts';
import { createStatusLine } from '../../city/status-line.ts';
import { type HistoryForm, type HistoryQuestion, historyQuestion, MOST_READINGS } from './history-question.ts';

interface HistoryDef extends NodeDef {
  readonly city: string;
  readonly property: string;
  readonly zone: string;
  readonly device: string;
  readonly function: string;
  readonly groupBy: string;
  /** Number and unit: `60`, `3600` or `86400` seconds. */
  readonly range: string | number;
  readonly rangeUnit: string | number;
  readonly step: string | number;
  readonly stepUnit: string | number;
}

/** An answer that is of no use: the key of the text that says what to do. */
type NoAnswer = 'no-time' | 'too-many' | 'unreadable';

const HOUR_SECONDS = 3600;
const STEP_SECONDS = 900;

/** Registers the node that asks the city for readings of a time range, for each message. */
export function registerHistory(RED: NodeAPI): void {
  function History(this: Node, def: HistoryDef): void {
    RED.nodes.createNode(this, def);
    const city = findCity(RED, def.city);
    if (typeof city === 'string') createStatusLine(RED, this).link(refused(city));
    const form = formOf(def);

    this.on('input', async (msg, send, done) => {
      const fail = (error: Error): void => {
        this.status({ fill: 'red', shape: 'dot', text: '✗' });
        done(error);
      };
      const say = (key: string, field = ''): Error =>
        Object.assign(new Error(RED._(`citynerve-history.error.${key}`, { field, most: MOST_READINGS })), { name: '' });
      if (typeof city === 'string') return fail(say('no-city'));
      try {
        const cityTime = await askCityTime(city);
        if (cityTime === null) return fail(say('no-time'));
        const question = historyQuestion(form, { ...msg }['query'], cityTime);
        if ('error' in question) return fail(say(question.error, question.field));
        const payload = await askCity(city, question);
        if (typeof payload === 'string') return fail(say(payload));
        this.status({ fill: 'green', shape: 'dot', text: `${payload.length} ✓` });
        send({ ...msg, payload, history: question.asked });
        done();
      } catch (error) {
        fail(apiTrouble(RED, error));
      }
    });
  }
  RED.nodes.registerType('citynerve-history', History);
}

async function askCityTime({ getJson }: CityLink): Promise<number | null> {
  const answer = await getJson('/api/city');
  return isFields(answer) ? numberOf(answer, 'cityTime') : null;
}

/** Asks page by page, until there are no more or as many as are wanted. */
async function askCity(
  { getJson }: CityLink,
  { path, list, limit }: HistoryQuestion,
): Promise<readonly object[] | NoAnswer> {
  const found: object[] = [];
  for (let page: string | null = path; page !== null; ) {
    const answer = await getJson(page);
    if (!isFields(answer) || !Array.isArray(answer[list])) return 'unreadable';
    const items = listOf(answer, list);
    found.push(...items);
    if (limit !== null && found.length >= limit) return found.slice(0, limit);
    page = textOf(answer, 'next');
    // A city from before there were pages only says that there is more.
    if (page === null) return answer['isTruncated'] === true ? 'too-many' : found;
    if (found.length >= MOST_READINGS) return 'too-many';
    // Whatever is there is asked with the token of the node: only for more of the same, and never in a circle.
    if (!page.startsWith(`/api/${list}?`) || items.length === 0) return 'unreadable';
  }
  return found;
}

const formOf = (def: HistoryDef): HistoryForm => ({
  property: def.property ?? '',
  zone: def.zone ?? '',
  device: def.device ?? '',
  function: def.function ?? '',
  groupBy: def.groupBy || 'none',
  rangeSeconds: Number(def.range) * Number(def.rangeUnit) || HOUR_SECONDS,
  stepSeconds: Number(def.step) * Number(def.stepUnit) || STEP_SECONDS,
});

// biome-ignore lint/style/noDefaultExport: Node-RED calls the default export of a node's file.
export { registerHistory as default };
