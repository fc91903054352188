import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { textAsScalar } from '../model/text-as-scalar.ts';

interface KeyTypes {
  readonly properties?: Readonly<Record<string, { readonly type?: string }>>;
}

/** Checks what comes in. Unknown keys are refused, not dropped: a misspelt filter must not answer another question. */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const checker = Compile(schema);
  return (input: unknown) => {
    // A JSON body says what it means and is taken at its word.
    const value = httpPart === 'body' ? input : typed(input, schema);
    return checker.Check(value) ? { value } : { error: checker.Errors(value) };
  };
};

/** The parts of a URL, whose values are all texts, as their schema has them. */
function typed(input: unknown, { properties }: KeyTypes): unknown {
  const values = Object.entries(Object(input)).map(([key, value]) => {
    return [key, typeof value === 'string' ? textAsScalar(value, properties?.[key]?.type) : value];
  });
  return Object.fromEntries(values);
}
