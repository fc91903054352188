import { describe, expect, test } from 'vitest';
import { createLiveFeed } from './live-feed.ts';

describe('a live feed', () => {
  test('publishes each event to all present listeners, and no earlier event to a new one', () => {
    const feed = createLiveFeed<number>();
    const received: string[] = [];
    feed.emit(1);
    feed.subscribe((event) => received.push(`first ${event}`));
    const leave = feed.subscribe((event) => received.push(`second ${event}`));
    feed.emit(2);
    leave();
    leave();
    feed.emit(3);
    expect(received).toEqual(['first 2', 'second 2', 'first 3']);
    expect(feed.listeners).toBe(1);
  });

  test('removes a listener that throws, not the others', () => {
    const feed = createLiveFeed<number>();
    const received: number[] = [];
    feed.subscribe(() => {
      throw new Error('the page is gone');
    });
    feed.subscribe((event) => received.push(event));
    feed.emit(1);
    feed.emit(2);
    expect(received).toEqual([1, 2]);
    expect(feed.listeners).toBe(1);
  });
});
