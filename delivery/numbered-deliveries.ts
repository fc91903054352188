import { createDeliverySink } from './open-delivery-sink.ts';
import { effectOf } from './test-effect.ts';
import { createWebhook } from './webhook/webhook-destination.ts';

// Run as a process of its own by killed-delivery.test.ts: delivers three revisions of 60 alerts to a webhook, in ranges
// of a given length, until it is killed or all is settled.
const [url = '', cursorFile = '', rangeLength = '1'] = process.argv.slice(2);
const after = (millis: number, callback: () => void) => {
  const timer = setTimeout(callback, millis);
  return () => clearTimeout(timer);
};
const destination = createWebhook({
  name: 'duty',
  url,
  severities: ['critical'],
  secret: 'secret',
  now: () => Date.now(),
  after,
});
const sink = await createDeliverySink({ destination, cursorFile, active: () => [], onProblem: () => {}, after });
const effects = [1, 2, 3].flatMap((revision) =>
  Array.from({ length: 60 }, (_, n) => effectOf(`alert-${n}`, revision, { peakSeverity: 'critical' })),
);
sink.goLive(0);
for (let at = 0; at < effects.length; at += Number(rangeLength)) {
  const end = Math.min(effects.length, at + Number(rangeLength));
  sink.take({ nextOffset: end, cityTime: 0, effects: effects.slice(at, end) });
}
while (sink.status().waiting > 0) await new Promise((resolve) => setTimeout(resolve, 5));
await sink.close();
