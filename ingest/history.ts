import type { Reading } from '../model/reading.ts';
import type { LocatedReading, OrderedBatch, OrderedEvent } from './batch.ts';
import { type ChannelHistory, judgeByHistory } from './channel-history.ts';
import type { Stage } from './stage.ts';

/**
 * Stage history: reassesses the quality of readings in event time, by earlier readings of the same channel. Late
 * readings are not reassessed, because later ones were already compared without them.
 */
export function createHistory(): Stage<OrderedBatch, OrderedBatch> {
  const histories = new Map<string, ChannelHistory>();

  function judge({ reading, facts }: LocatedReading): Reading {
    // A physically impossible value must not affect the assessment of later ones.
    if (reading.quality.level === 'bad') return reading;
    const { quality, history } = judgeByHistory(histories.get(facts.key), reading, facts.channel);
    histories.set(facts.key, history);
    return quality === reading.quality ? reading : Object.freeze({ ...reading, quality });
  }

  /** Counts of consecutive readings restart after a time in which the gateway was not running. */
  function interrupt(): void {
    for (const [key, history] of histories) histories.set(key, { ...history, jumped: 0, equal: 0 });
  }

  return {
    name: 'history',
    run(batch) {
      const requalified: Reading[] = [];
      const events: OrderedEvent[] = [];
      // By index, because an iterator allocates an object for each event, of which there are two per reading.
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
