import { Ajv } from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';

// Texts of a URL become numbers; a JSON body says what it means and is taken at its word.
const urlAjv = new Ajv({ coerceTypes: true, useDefaults: true });
const bodyAjv = new Ajv({ useDefaults: true });

/** Checks what comes in. Unknown keys are refused, not dropped: a misspelt filter must not answer another question. */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) =>
  (httpPart === 'body' ? bodyAjv : urlAjv).compile(schema);
