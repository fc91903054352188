import type { Alert } from '../model/alert.ts';
import type { ApiDocuments } from './deps.ts';
import { ApiProblem } from './problem.ts';

/** The alert with an id; throws a 404 when there is none. */
export function knownAlert(documents: ApiDocuments, id: string): Alert {
  const alert = documents.alert(id);
  if (alert === null) throw new ApiProblem(404, `There is no alert "${id}".`, 'id');
  return alert;
}
