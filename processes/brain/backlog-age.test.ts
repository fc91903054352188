import { expect, test } from 'vitest';
import { createBacklogAge } from './backlog-age.ts';

function open(waitsSince: number | null = null, durableOffset = 0) {
  const clock = { now: 1_000_000 };
  return { clock, age: createBacklogAge({ now: () => clock.now, durableOffset, foldedOffset: 0, waitsSince }) };
}

test('is nothing while nothing waits, and grows with the oldest record that does', () => {
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

test('begins with what waited before it was there', () => {
  const { clock, age } = open(400_000, 10);
  clock.now += 1_000;
  age.durable(20);
  expect(age.seconds(3)).toBe(601);
  expect(age.seconds(10)).toBe(0);
  clock.now += 2_000;
  expect(age.seconds(10)).toBe(2);
});

test('is known of several who stand at different places, but not of what was forgotten', () => {
  const { clock, age } = open();
  age.durable(5);
  clock.now += 3_000;
  age.durable(9);
  clock.now += 4_000;
  expect(age.seconds(5)).toBe(4);
  expect([age.secondsFrom(9), age.secondsFrom(7), age.secondsFrom(4)]).toEqual([0, 4, null]);
});

test('after a day of commits says too much by less than a hundredth, never too little', () => {
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
    const said = age.seconds(folded);
    expect(said).toBeGreaterThanOrEqual(exact);
    expect(said - exact).toBeLessThan(86_400 / 100);
  }
});
