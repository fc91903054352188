import { describe, expect, test } from 'vitest';
import { createLiveFeed } from './live-feed.ts';

describe('a live feed', () => {
  test('tells everybody who listens, and nobody what was before', () => {
    const feed = createLiveFeed<number>();
    const heard: string[] = [];
    feed.emit(1);
    feed.subscribe((event) => heard.push(`first ${event}`));
    const leave = feed.subscribe((event) => heard.push(`second ${event}`));
    feed.emit(2);
    leave();
    leave();
    feed.emit(3);
    expect(heard).toEqual(['first 2', 'second 2', 'first 3']);
    expect(feed.listeners).toBe(1);
  });

  test('drops a listener that throws, not its neighbours', () => {
    const feed = createLiveFeed<number>();
    const heard: number[] = [];
    feed.subscribe(() => {
      throw new Error('the page is gone');
    });
    feed.subscribe((event) => heard.push(event));
    feed.emit(1);
    feed.emit(2);
    expect(heard).toEqual([1, 2]);
    expect(feed.listeners).toBe(1);
  });
});
