import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblem, type ProblemDocument, problemDocument } from './problem.ts';

interface Violation {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string | undefined;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Turns a thrown error into a problem document (RFC 9457). Errors of the server are logged and not disclosed. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error, request);
  // The pattern of the route and not the URL, whose query may contain a sign-in token.
  if (problem.status >= 500) request.log.error({ err: error, route: request.routeOptions.url }, problem.detail);
  if (problem.status === 503 || problem.status === 429) reply.header('retry-after', '2');
  return sendProblem(reply, problem);
}

/** Answers with a problem document. */
export function sendProblem(reply: FastifyReply, problem: ProblemDocument): FastifyReply {
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}

function problemOf(error: unknown, { routeOptions: { schema } }: FastifyRequest): ProblemDocument {
  if (error instanceof ApiProblem) return problemDocument(error.statusCode, error.message, error.field);
  const { validation, validationContext, statusCode, message } = error as Partial<FastifyError>;
  const violation = validation?.[0];
  if (violation !== undefined) return violationProblem(violation, validationContext ?? 'request');
  if (statusCode === 415) {
    const types = schema?.consumes ?? ['application/json'];
    return problemDocument(415, `Write the header content-type: ${types.join(' or ')}, with a body of that type.`);
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return problemDocument(statusCode, message ?? 'The request cannot be answered.');
  }
  return problemDocument(500, 'An internal error; see the log of the brain.');
}

function violationProblem({ keyword, instancePath, message, params }: Violation, context: string): ProblemDocument {
  const path = instancePath.replace(/^\//, '');
  // An unknown key is reported as an error of the schema `false` at the key.
  if (keyword === 'boolean')
    return problemDocument(400, `${context} has no "${path}"; the keys are in /api/openapi.json.`, path);
  const [missing] = listed(params['requiredProperties']);
  if (missing !== undefined) return problemDocument(400, `${missing} is missing.`, missing);
  const field = path || context;
  const allowed = listed(params['allowedValues']);
  const hint = allowed.length > 0 ? `: ${allowed.join(', ')}` : '';
  return problemDocument(400, `${field} ${message ?? 'is not valid'}${hint}.`, field);
}

const listed = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
