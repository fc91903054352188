import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';

/** Fastify that knows the types of what its routes take and give. */
export type ApiServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answered without a session; every other route is closed. */
    isOpen?: boolean;
    /**
     * Part of an editor that is not ours: for people in a browser, so no token opens it, and guarded against forgery by the origin
     * alone because it cannot send our header.
     */
    isEditor?: boolean;
  }
  interface FastifyRequest {
    /** Who asks; empty on an open route. */
    user: string;
  }
}
