import { Type } from 'typebox';

/** A problem document (RFC 9457). */
const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    field: Type.Optional(Type.String({ description: 'The query key, path part or body field that is wrong.' })),
  },
  { description: 'What was wrong (RFC 9457).' },
);
/** The response of one status. */
export const PROBLEM_ANSWER = {
  description: 'What was wrong (RFC 9457).',
  content: { 'application/problem+json': { schema: Problem } },
};

/** The error responses of all routes. */
export const PROBLEM_ANSWERS = { '4xx': PROBLEM_ANSWER, '5xx': PROBLEM_ANSWER } as const;
