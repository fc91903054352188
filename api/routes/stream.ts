import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';
import { userOfRequest } from '../authentication.ts';
import type { ApiDeps } from '../deps.ts';
import { LIVE_TOPICS, type LiveTopic } from '../live-event.ts';
import { ApiProblem } from '../problem.ts';
import { readingFilter } from '../reading-filter.ts';
import { closed } from '../schemas/parts.ts';
import { createStreamHub } from '../stream-hub.ts';

const HEARTBEAT_MILLIS = 15_000;
/** Interval of status events. A page that misses three of them shows that it is not up to date. */
const STATUS_MILLIS = 1000;
const list = (description: string) => Type.Optional(Type.String({ maxLength: 8_000, description }));
const Query = closed({
  properties: list('Of the readings, only these properties; comma-separated, as the other filters.'),
  zones: list('Only readings in these zones and the zones below them.'),
  devices: list('Only readings of these devices.'),
  levels: list('Only readings of these quality levels, of good, suspect, bad.'),
  topics: Type.Optional(
    Type.String({ maxLength: 200, description: `Comma-separated, of ${LIVE_TOPICS.join(', ')}; default all.` }),
  ),
});
const events = {
  description: 'Events named after their topic; data is JSON, lists as the routes of the same name give them.',
  content: { 'text/event-stream': { schema: {} } },
};

/** GET /api/stream: the live stream as server-sent events; one stream per page. */
export function streamRoute(app: ApiServer, deps: ApiDeps): void {
  const hub = createStreamHub({});
  const stopFeed = deps.subscribe((event) => hub.publish(event));
  const stopHeartbeat = deps.every(HEARTBEAT_MILLIS, () => hub.heartbeat());
  const stopStatus = deps.every(STATUS_MILLIS, () => {
    if (hub.size > 0) hub.publish({ topic: 'status', data: deps.status() });
  });
  // On `preClose`, because closing the server waits for its connections, and streams do not end by themselves.
  app.addHook('preClose', async () => {
    stopFeed();
    stopHeartbeat();
    stopStatus();
    hub.close();
  });

  app.get(
    '/api/stream',
    { schema: { summary: 'Live stream', tags: ['stream'], querystring: Query, response: { 200: events } } },
    async (request, reply) => {
      const topics = topicsOf(request.query.topics);
      const filter = readingFilter(request.query, deps.registry);
      const { raw } = reply;
      const isStillAllowed = () => userOfRequest(request, deps.sessions) !== null;
      if (request.method === 'HEAD') return reply.type('text/event-stream; charset=utf-8').send();
      const added = hub.add({ user: request.user, client: raw, topics, filter, isStillAllowed });
      if (added === 'too many of this user') {
        throw new ApiProblem(429, 'You have too many live streams open; close one and try again.');
      }
      if (added === 'too many') throw new ApiProblem(503, 'Too many live streams are open; try again a little later.');
      reply.hijack();
      raw.on('close', added).on('error', added);
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      raw.write('retry: 2000\n\n');
    },
  );
}

function topicsOf(text: string | undefined): ReadonlySet<LiveTopic> {
  if (text === undefined) return new Set(LIVE_TOPICS);
  return new Set(
    text.split(',').map((name) => {
      const topic = LIVE_TOPICS.find((known) => known === name);
      if (topic === undefined) throw new ApiProblem(400, `"${name}" is none of ${LIVE_TOPICS.join(', ')}.`, 'topics');
      return topic;
    }),
  );
}
