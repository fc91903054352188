import { expect, test } from 'vitest';
import { createIdentities } from './identities.ts';
import type { Session } from './session.ts';
import { createManualTimers } from './testing/manual-timers.ts';

const LIMITS = {
  takeoversAtOnce: 2,
  takeoverWindowSeconds: 60,
  firstTakeoverWaitSeconds: 1,
  longestTakeoverWaitSeconds: 4,
};

/** Sessions of one identity that log who got it from whom, and at which second. */
function stage() {
  const timers = createManualTimers();
  const log: string[] = [];
  const slowed: string[] = [];
  const named = new Map<Session, string>();
  const identities = createIdentities({
    timers,
    limits: LIMITS,
    onSlowed: (session, holder) => slowed.push(`${named.get(session)} behind ${named.get(holder)}`),
  });
  const session = (name: string, identity = 'gauge-1'): Session => {
    const conn = { destroy: () => log.push(`${name} closed`) };
    const made = { identity, client: { conn } } as unknown as Session;
    named.set(made, name);
    return made;
  };
  const claim = (one: Session): void =>
    identities.claim(one, (former) => {
      log.push(`${named.get(one)} in for ${former ? named.get(former) : 'nobody'} at ${timers.now() / 1000}`);
    });
  return { timers, log, slowed, identities, session, claim };
}

test('the first takeovers within the window are done at once, later ones wait, longer each time, at most the limit', () => {
  const { timers, log, slowed, session, claim } = stage();
  for (const name of ['a', 'b', 'c']) claim(session(name));
  for (const name of ['d', 'e', 'f', 'g']) {
    claim(session(name));
    timers.advance(10_000);
  }
  expect(log).toEqual([
    'a in for nobody at 0',
    'b in for a at 0',
    'c in for b at 0',
    'd in for c at 1',
    'e in for d at 12',
    'f in for e at 24',
    'g in for f at 34',
  ]);
  expect(slowed).toEqual(['d behind c', 'e behind d', 'f behind e', 'g behind f']);
});

test('a takeover after a quiet window is done at once, and nothing is contested any more', () => {
  const { timers, log, identities, session, claim } = stage();
  for (const name of ['a', 'b', 'c']) claim(session(name));
  expect(identities.contested()).toEqual(['gauge-1']);
  timers.advance(60_000);
  expect(identities.contested()).toEqual([]);
  claim(session('d'));
  expect(log.at(-1)).toBe('d in for c at 60');
});

test('one that waits gets the identity as soon as its holder has closed', () => {
  const { timers, log, identities, session, claim } = stage();
  const holder = session('c');
  for (const one of [session('a'), session('b'), holder]) claim(one);
  claim(session('d'));
  timers.advance(300);
  identities.release(holder);
  expect(log.at(-1)).toBe('d in for nobody at 0.3');
  timers.advance(10_000);
  expect(log.at(-1)).toBe('d in for nobody at 0.3');
});

test('of two that wait the older one is closed; one that closes while it waits never gets in', () => {
  const { timers, log, identities, session, claim } = stage();
  for (const name of ['a', 'b', 'c']) claim(session(name));
  const [d, e] = [session('d'), session('e')];
  claim(d);
  claim(e);
  identities.release(d);
  expect(log.at(-1)).toBe('d closed');
  identities.release(e);
  timers.advance(10_000);
  expect(log.at(-1)).toBe('d closed');
});

test('identities do not slow each other', () => {
  const { log, session, claim } = stage();
  for (const name of ['a', 'b', 'c', 'd']) claim(session(name));
  claim(session('other', 'gauge-2'));
  expect(log.at(-1)).toBe('other in for nobody at 0');
});
