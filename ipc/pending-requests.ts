import type { AnswerMessage } from './control-protocol.ts';

/** An answer that is no refusal. */
type GrantedAnswer = Exclude<AnswerMessage, { readonly error: string }>;

/** Requests to the gateway that have no answer yet, by their ids. */
export interface PendingRequests {
  /** Sends a request under a new id. Resolves with the answer; rejects when refused. */
  add(send: (id: string) => void): Promise<GrantedAnswer>;
  /** Hands an answer to its request. */
  settle(answer: AnswerMessage): void;
  /** Rejects all requests: no answer can come any more. */
  rejectAll(error: Error): void;
}

export function createPendingRequests(): PendingRequests {
  const pending = new Map<string, PromiseWithResolvers<GrantedAnswer>>();
  let lastId = 0;
  return {
    add(send) {
      lastId += 1;
      const id = String(lastId);
      const request = Promise.withResolvers<GrantedAnswer>();
      pending.set(id, request);
      send(id);
      return request.promise;
    },
    settle(answer) {
      const request = pending.get(answer.id);
      pending.delete(answer.id);
      if ('error' in answer) request?.reject(new Error(answer.error));
      else request?.resolve(answer);
    },
    rejectAll(error) {
      for (const { reject } of pending.values()) reject(error);
      pending.clear();
    },
  };
}
