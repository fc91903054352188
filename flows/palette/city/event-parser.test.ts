import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEventParser } from './event-parser.ts';

const TEXT =
  'retry: 2000\n\nevent: readings\ndata: [1,\r\ndata: 2]\r\n\r\n: still here\n\ndata\ndata:x\rid: 7\r\revent: lost\n\ndata: last\n\n';
const EVENTS = [
  ['readings', '[1,\n2]'],
  ['message', '\nx'],
  ['message', 'last'],
];

test('reads the same events however the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: TEXT.length })), (cuts) => {
      const events: string[][] = [];
      const feed = createEventParser((name, data) => events.push([name, data]));
      const edges = [0, ...cuts.sort((a, b) => a - b), TEXT.length];
      for (const [index, edge] of edges.entries()) feed(TEXT.slice(edge, edges[index + 1] ?? edge));
      expect(events).toEqual(EVENTS);
    }),
  );
});

test('an event without an end is refused, not collected for ever', () => {
  const feed = createEventParser(() => {});
  const mebibyte = 'x'.repeat(1024 * 1024);
  expect(() => {
    for (let count = 0; count < 20; count += 1) feed(mebibyte);
  }).toThrow(/too long/);
});
