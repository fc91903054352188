import { expect, test } from 'vitest';
import { createQuestionQueue } from './question-queue.ts';

const ANNA = { user: 'anna', isWanted: () => true };
const gates = (...names: readonly string[]) => names.map((name) => ({ name, ...Promise.withResolvers<string>() }));

test('so many questions are answered at once, the next in their order, and one too many is refused', async () => {
  const queue = createQuestionQueue({ atOnce: 1, waiting: 2, waitingOfUser: 2 });
  const begun: string[] = [];
  const [a, b, c, d] = gates('a', 'b', 'c', 'd').map((gate) => ({
    ...gate,
    answer: queue.run(() => {
      begun.push(gate.name);
      return gate.promise;
    }, ANNA),
  }));
  await expect(d?.answer).rejects.toMatchObject({ statusCode: 503 });
  expect(begun).toEqual(['a']);
  a?.reject(new Error('a failed'));
  await expect(a?.answer).rejects.toThrow('a failed');
  expect(begun).toEqual(['a', 'b']);
  b?.resolve('B');
  c?.resolve('C');
  expect([await b?.answer, await c?.answer]).toEqual(['B', 'C']);
  expect(await queue.run(async () => 'E', ANNA)).toBe('E');
});

test('a question whose client has gone is not asked, and the next has its turn', async () => {
  const queue = createQuestionQueue({ atOnce: 1, waiting: 2, waitingOfUser: 2 });
  const [first] = gates('first');
  const under = queue.run(() => first?.promise ?? Promise.resolve(''), ANNA);
  const gone = queue.run(async () => expect.unreachable(), { ...ANNA, isWanted: () => false });
  const next = queue.run(async () => 'next', ANNA);
  first?.resolve('first');
  await expect(gone).rejects.toMatchObject({ statusCode: 499 });
  expect([await under, await next]).toEqual(['first', 'next']);
});

test('one user does not fill the queue', async () => {
  const queue = createQuestionQueue({ atOnce: 1, waiting: 3, waitingOfUser: 1 });
  const [first] = gates('first');
  const ask = (user: string) => queue.run(async () => (await first?.promise) ?? user, { ...ANNA, user });
  const answers = [ask('anna'), ask('anna')];
  await expect(ask('anna')).rejects.toMatchObject({ statusCode: 503 });
  answers.push(ask('wang'));
  first?.resolve('all');
  expect(await Promise.all(answers)).toEqual(['all', 'all', 'all']);
});
