/**
 * Files and folders of Citynerve that the flows role may read besides its own folder, also when code of a function node
 * escapes its sandbox: what its own program imports, and nothing else.
 */
export const READABLE_CODE: readonly string[] = [
  'processes/flows/flows.ts',
  'processes/role.ts',
  'processes/explain-failure.ts',
  'processes/explained-error.ts',
  'processes/describe-system-error.ts',
  'model/config-error.ts',
  'model/journal-corrupt-error.ts',
  'model/newer-version-error.ts',
  'package.json',
  'flows',
  'node_modules',
];
