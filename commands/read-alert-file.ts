import { readFileSync } from 'node:fs';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { Alert } from '../model/alert.ts';
import type { AlertBundle } from '../model/alert-bundle.ts';
import { ConfigError } from '../model/config-error.ts';
import { readAlert } from '../model/read-alert.ts';
import { ALERT_SHAPE, BUNDLE_SHAPE } from './alert-shape.ts';

/**
 * Reads an exported alert, or an alert as the API answers it (then without the evidence of its steps). Throws a
 * `ConfigError` of one line for anything else.
 */
export function readAlertFile(file: string): AlertBundle {
  const value = parsed(file);
  const isObject = typeof value === 'object' && value !== null;
  if (isObject && 'kind' in value && 'format' in value) {
    if (value.kind === 'citynerve-alert' && value.format !== 1) {
      throw new ConfigError(
        file,
        `has format ${String(value.format)}, known here is 1: use the Citynerve that wrote it`,
      );
    }
    if (!Value.Check(BUNDLE_SHAPE, value)) throw wrongShape(file, BUNDLE_SHAPE, value);
    return { ...value, alert: plainAlert(value.alert) };
  }
  if (isObject && 'historyOmitted' in value) {
    throw new ConfigError(
      file,
      'has only the latest changes, as messages of long alerts do; save GET /api/alerts/{id}',
    );
  }
  if (!Value.Check(ALERT_SHAPE, value)) throw wrongShape(file, ALERT_SHAPE, value);
  return { kind: 'citynerve-alert', format: 1, alert: plainAlert(value), evidence: [] };
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigError(file, `cannot be read as JSON: ${(error as Error).message}`);
  }
}

function wrongShape(file: string, shape: TSchema, value: unknown): ConfigError {
  // A union says first that none of its members fits; what is wrong with the nearest one stands further below.
  const problem = Value.Errors(shape, value).at(0);
  const where = problem?.instancePath === '' ? 'it' : problem?.instancePath;
  const right = 'save what GET /api/alerts/{id} or export-alert gives';
  return new ConfigError(file, `is not an alert (${where} ${problem?.message ?? 'is wrong'}); ${right}`);
}

/** The alert as it is in the fold: the API adds URLs to its history. */
const plainAlert = (alert: Alert): Alert =>
  readAlert({
    ...alert,
    history: alert.history.map((change) => {
      if (!('evidenceUrl' in change)) return change;
      const { evidenceUrl: _, ...plain } = change;
      return plain;
    }),
  });
