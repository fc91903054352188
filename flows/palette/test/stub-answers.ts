import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';

/** The answers of a stub city's API, except its streams. */
export interface StubAnswers {
  /** What it answers with: readings, buckets of `GET /api/aggregate`, alerts; or a problem for every request. */
  readonly stored: {
    readings: unknown;
    isTruncated: boolean;
    /** The pages behind that of `readings`, which name each other. */
    pages: readonly (readonly unknown[])[];
    buckets: unknown[];
    alerts: unknown[];
    cityTime: number | null;
    refusal: { readonly status: number; readonly detail: string } | null;
  };
  /** Queries of `GET /api/aggregate` and `GET /api/readings`, oldest first. */
  readonly questions: Readonly<Record<string, string>>[];
  /** What was acknowledged, oldest first. */
  readonly acknowledged: { readonly alertId: string; readonly note: string }[];
  addZone(id: string, parentId: string): void;
  answerRequest(request: IncomingMessage, answer: ServerResponse): Promise<void>;
}

const zone = (id: string, parentId: string | null) => ({
  properties: { id, name: { en: `Zone ${id}`, zh: `区域${id}` }, parentId },
});
const device = (id: string, provider: string) => ({
  id,
  provider,
  department: 'drainage',
  latitude: 22.5,
  longitude: 114,
});

/** One zone tree, two devices, nothing stored. */
export function createStubAnswers(): StubAnswers {
  const stored: StubAnswers['stored'] = {
    readings: [],
    isTruncated: false,
    pages: [],
    buckets: [],
    alerts: [],
    cityTime: 1_700_000_000_000,
    refusal: null,
  };
  const zones = [zone('city', null), zone('north', 'city'), zone('cell-1', 'north'), zone('south', 'city')];
  const answers: Readonly<Record<string, () => unknown>> = {
    '/api/devices': () => ({ devices: [device('rain-1', 'yunhe'), device('rain-2', 'haiyu')] }),
    '/api/zones': () => ({ features: zones }),
    '/api/properties': () => ({ properties: { 'rain.depth': { unit: 'mm', title: { en: 'Rain', zh: '雨量' } } } }),
    '/api/scenarios': () => ({ items: [{ id: 'heat', title: { en: 'Heat', zh: '高温' } }] }),
    '/api/city': () => ({ cityTime: stored.cityTime }),
    '/api/aggregate': () => ({ buckets: stored.buckets }),
    '/api/alerts': () => ({ alerts: stored.alerts }),
  };
  /** A page of readings, by the number that stands for its cursor. */
  const page = (cursor: string | null): object => {
    const number = Number(cursor ?? 0);
    const next = number < stored.pages.length ? `/api/readings?cursor=${number + 1}` : null;
    return {
      readings: number === 0 ? stored.readings : stored.pages[number - 1],
      isTruncated: stored.isTruncated,
      next,
    };
  };
  const questions: StubAnswers['questions'] = [];
  const acknowledged: StubAnswers['acknowledged'] = [];

  async function acknowledge(id: string, request: IncomingMessage): Promise<object> {
    const { note } = (await json(request)) as { note: string };
    acknowledged.push({ alertId: decodeURIComponent(id), note });
    return { offset: acknowledged.length };
  }

  return {
    stored,
    questions,
    acknowledged,
    addZone: (id, parentId) => zones.push(zone(id, parentId)),
    async answerRequest(request, answer) {
      const { pathname, search } = new URL(request.url ?? '', 'http://stub');
      const say = (status: number, body: unknown): void => {
        answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      const { refusal } = stored;
      if (refusal !== null) return say(refusal.status, { detail: refusal.detail });
      const [, id] = /^\/api\/alerts\/([^/]+)\/acknowledge$/.exec(pathname) ?? [];
      if (request.method === 'POST' && id !== undefined) return say(202, await acknowledge(id, request));
      if (/aggregate|readings/.test(pathname)) questions.push(Object.fromEntries(new URLSearchParams(search)));
      if (pathname === '/api/readings') return say(200, page(new URLSearchParams(search).get('cursor')));
      const find = answers[pathname];
      return say(find ? 200 : 404, find?.() ?? {});
    },
  };
}
