import { ApiProblem } from './problem.ts';

/** Who asks, and whether somebody still waits for the answer. */
export interface Asker {
  readonly user: string;
  readonly isWanted: () => boolean;
}

/** A bounded queue of questions: some are answered at once, some wait in the order in which they came. */
export interface QuestionQueue {
  /**
   * Answers a question when it is its turn. Rejects with a 503 when too many wait, or too many of one user; with a 499
   * when nobody waits for the answer any more.
   */
  run<T>(answer: () => Promise<T>, asker: Asker): Promise<T>;
}

/** The bounds of a queue, as numbers of questions. */
export interface QueueBounds {
  /** Under way at the same time. */
  readonly atOnce: number;
  readonly waiting: number;
  /** Waiting of one user: nobody fills the queue alone. */
  readonly waitingOfUser: number;
}

/** Creates a queue. */
export function createQuestionQueue({ atOnce, waiting, waitingOfUser }: QueueBounds): QuestionQueue {
  const turns: { readonly user: string; readonly take: () => void }[] = [];
  let underWay = 0;

  async function turn(user: string): Promise<void> {
    if (underWay < atOnce) {
      underWay += 1;
      return;
    }
    const own = turns.filter((each) => each.user === user).length;
    if (turns.length >= waiting || own >= waitingOfUser) {
      throw new ApiProblem(503, 'Too many questions of this size wait already; ask again a little later.');
    }
    await new Promise<void>((take) => turns.push({ user, take }));
  }

  return {
    async run(answer, { user, isWanted }) {
      await turn(user);
      try {
        if (!isWanted())
          throw new ApiProblem(499, 'The connection was closed before it was the turn of this question.');
        return await answer();
      } finally {
        // A turn goes from hand to hand, so that nobody slips in between.
        const next = turns.shift();
        if (next === undefined) underWay -= 1;
        else next.take();
      }
    },
  };
}
