import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblem, type ProblemDocument, problemDocument } from './problem.ts';

interface Violation {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string | undefined;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Turns whatever was thrown into a problem document; what is our fault is logged and not explained to the outside. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error);
  // The route's pattern, never the URL: a sign-in token stands in the query.
  if (problem.status >= 500) request.log.error({ err: error, route: request.routeOptions.url }, problem.detail);
  if (problem.status === 503) reply.header('retry-after', '2');
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

function problemOf(error: unknown): ProblemDocument {
  if (error instanceof ApiProblem) return problemDocument(error.statusCode, error.message, error.field);
  const { validation, validationContext, statusCode, message } = error as Partial<FastifyError>;
  const violation = validation?.[0];
  if (violation !== undefined) return violationProblem(violation, validationContext ?? 'request');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return problemDocument(statusCode, message ?? 'The request cannot be answered.');
  }
  return problemDocument(500, 'An error on our side; the log of the brain says which.');
}

function violationProblem({ keyword, instancePath, message, params }: Violation, context: string): ProblemDocument {
  const path = instancePath.replace(/^\//, '');
  // A key that the schema does not have is refused by the schema `false`, reported at the key itself.
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
