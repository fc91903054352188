import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';

/** Fastify with TypeBox types for the requests and responses of its routes. */
export type ApiServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

declare module 'fastify' {
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
  }
  interface FastifyRequest {
    /** The authenticated user; empty on an open route. */
    user: string;
  }
}
