import { createDeliverySink } from './open-delivery-sink.ts';
import { effectOf } from './test-effect.ts';
import { createWebhook } from './webhook/webhook-destination.ts';

// Run as a process of its own by killed-delivery.test.ts: tells a webhook of 60 alerts with three revisions each, in stretches of a length
// that each start has of its own, until it is killed or all is settled.
const [url = '', cursorFile = '', stretchLength = '1'] = process.argv.slice(2);
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
for (let at = 0; at < effects.length; at += Number(stretchLength)) {
  const end = Math.min(effects.length, at + Number(stretchLength));
  sink.take({ nextOffset: end, cityTime: 0, effects: effects.slice(at, end) });
}
while (sink.status().waiting > 0) await new Promise((resolve) => setTimeout(resolve, 5));
await sink.close();
