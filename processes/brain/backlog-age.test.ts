import { expect, test } from 'vitest';
import { createBacklogAge } from './backlog-age.ts';

function open(waitsSince: number | null = null, durableOffset = 0) {
  const clock = { now: 1_000_000 };
  return { clock, age: createBacklogAge({ now: () => clock.now, durableOffset, foldedOffset: 0, waitsSince }) };
}

test('is 0 while no record waits, and grows with the oldest one that does', () => {
  const { clock, age } = open();
  expect(age.seconds(0)).toBe(0);
  age.durable(5);
  clock.now += 3_000;
  age.durable(9);
  clock.now += 4_000;
  expect(age.seconds(4)).toBe(7);
  expect(age.seconds(5)).toBe(4);
  expect(age.seconds(9)).toBe(0);
});

test('counts records that waited before it was created', () => {
  const { clock, age } = open(400_000, 10);
  clock.now += 1_000;
  age.durable(20);
  expect(age.seconds(3)).toBe(601);
  expect(age.seconds(10)).toBe(0);
  clock.now += 2_000;
  expect(age.seconds(10)).toBe(2);
});

test('is known for readers at different offsets, and null before the oldest remembered time', () => {
  const { clock, age } = open();
  age.durable(5);
  clock.now += 3_000;
  age.durable(9);
  clock.now += 4_000;
  expect(age.seconds(5)).toBe(4);
  expect([age.secondsFrom(9), age.secondsFrom(7), age.secondsFrom(4)]).toEqual([0, 4, null]);
});

test('after a day of commits is too high by less than one percent, and never too low', () => {
  const { clock, age } = open();
  const startedAt = clock.now;
  const durableAt: number[] = [];
  for (let offset = 1; clock.now < startedAt + 86_400_000; offset += 1) {
    age.durable(offset);
    durableAt.push(clock.now);
    clock.now += 1_000;
  }
  for (const folded of [0, 1, 777, 40_000, 80_000]) {
    const exact = (clock.now - (durableAt[folded] ?? 0)) / 1000;
    const seconds = age.seconds(folded);
    expect(seconds).toBeGreaterThanOrEqual(exact);
    expect(seconds - exact).toBeLessThan(86_400 / 100);
  }
});
