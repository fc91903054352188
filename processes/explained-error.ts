/** The start of a role failed, and the role itself has printed what a person has to correct. */
export class ExplainedError extends Error {
  override readonly name = 'ExplainedError';
}
