import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { QuestionQueue } from './question-queue.ts';

/** Fastify with TypeBox types for the requests and responses of its routes. */
export type ApiServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

declare module 'fastify' {
  interface FastifyInstance {
    /** The queues in which questions to the series store wait: the large ones, and the small ones of pages. */
    questions: { readonly large: QuestionQueue; readonly small: QuestionQueue };
  }
  interface FastifyContextConfig {
    /** The route needs no session; every other route does. */
    isOpen?: boolean;
    /** Key of the list in its response, which is also sent as CSV or NDJSON. */
    rows?: string;
    /** The route takes the form of a page without script, which cannot send the header `x-citynerve`. */
    isForm?: boolean;
    /**
     * The route belongs to the Node-RED editor. It needs a session in a browser, a Bearer token is not accepted; its
     * protection against request forgery is the origin only, because the editor does not send the header `x-citynerve`.
     */
    isEditor?: boolean;
    /** The route is for methods that its address does not have; these are the ones that it has. */
    allow?: string;
  }
  interface FastifyRequest {
    /** The authenticated user; empty on an open route. */
    user: string;
  }
}
