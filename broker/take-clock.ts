import type { PublishPacket } from 'aedes';
import type { Answer } from './answer.ts';
import type { GatewayContext } from './gateway-context.ts';
import { parseClock } from './parse-clock.ts';

/**
 * Turns the clock of a driven city: each message becomes a tick, acknowledged when durable. The first one after a start is led by a gap
 * record: nobody told the time before it, so what city time jumps over is nobody's silence.
 */
export function createTakeClock(context: GatewayContext): (packet: PublishPacket, answer: Answer) => void {
  const { clock, counters, queue } = context;
  let isFirst = true;
  return (packet, answer) => {
    // A retained clock message would be kept by aedes and mean nothing.
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
    if (isFirst) queue.add({ kind: 'gap', ...times, since: since ?? now }, () => {}, { expires: false });
    isFirst = false;
    // The same time again is written again: its first tick may have been given up while the disk was full.
    queue.add({ kind: 'tick', ...times }, (error) => {
      if (!error) counters.ticks++;
      answer(error);
    });
    context.timeGate.open();
  };
}
