import type { PublishPacket } from 'aedes';
import type { Answer } from './answer.ts';
import type { GatewayContext } from './gateway-context.ts';
import { parseClock } from './parse-clock.ts';

/**
 * Returns the handler of clock messages in a driven city: each moves the clock and becomes a tick record, acknowledged
 * when it is durable. Before the first tick after a start comes a gap record: city time stood still while the gateway
 * was down, so the time that it jumps over is not silence of the devices.
 */
export function createTakeClock(context: GatewayContext): (packet: PublishPacket, answer: Answer) => void {
  const { clock, counters, queue } = context;
  let isFirst = true;
  return (packet, answer) => {
    // A retained clock message would be delivered to later subscribers with an old time.
    packet.retain = false;
    const now = parseClock(Buffer.from(packet.payload));
    const since = clock.now();
    if (now === null) {
      counters.clockMalformed++;
      context.log.warn('a clock message is not {"now": <milliseconds since 1970>}; ignored');
      return answer(null);
    }
    if (!clock.advanceTo(now)) {
      counters.clockIgnored++;
      return answer(null);
    }
    const times = { receivedAt: now, wallAt: context.wallNow() };
    if (isFirst)
      queue.add({ kind: 'gap', ...times, since: since ?? now, openFrom: null }, () => {}, { expires: false });
    isFirst = false;
    // A message with the same time is written again: the tick of the first one may have expired while the disk was
    // full.
    queue.add({ kind: 'tick', ...times }, (error) => {
      if (!error) counters.ticks++;
      answer(error);
    });
    context.timeGate.open();
  };
}
