import type { Reading } from '../model/reading.ts';
import type { LocatedReading, OrderedBatch, OrderedEvent } from './batch.ts';
import { type ChannelHistory, judgeByHistory } from './channel-history.ts';
import type { Stage } from './stage.ts';

/** History: judges readings again in event time, by those before them on the same channel. Late ones have no place in it. */
export function createHistory(): Stage<OrderedBatch, OrderedBatch> {
  const histories = new Map<string, ChannelHistory>();

  function judge({ reading, facts }: LocatedReading): Reading {
    // What is physically impossible says nothing about the channel's course.
    if (reading.quality.level === 'bad') return reading;
    const { quality, history } = judgeByHistory(histories.get(facts.key), reading, facts.channel);
    histories.set(facts.key, history);
    return quality === reading.quality ? reading : Object.freeze({ ...reading, quality });
  }

  /** Counts in a row do not run across a time in which nobody listened. */
  function interrupt(): void {
    for (const [key, history] of histories) histories.set(key, { ...history, jumped: 0, equal: 0 });
  }

  return {
    name: 'history',
    run(batch) {
      const requalified: Reading[] = [];
      const events: OrderedEvent[] = [];
      // By index: an iterator makes an object an event, and there are two a reading.
      for (let index = 0; index < batch.events.length; index += 1) {
        const event = batch.events[index] as OrderedEvent;
        if (event.type === 'gap') interrupt();
        if (event.type !== 'released') {
          events.push(event);
          continue;
        }
        const reading = judge(event.located);
        if (reading === event.located.reading) {
          events.push(event);
        } else {
          requalified.push(reading);
          events.push({ type: 'released', located: { reading, facts: event.located.facts }, offset: event.offset });
        }
      }
      return { ...batch, events, requalified };
    },
    snapshot: () => [...histories],
    restore(snapshot) {
      histories.clear();
      for (const [key, history] of snapshot as [string, ChannelHistory][]) histories.set(key, history);
    },
  };
}
