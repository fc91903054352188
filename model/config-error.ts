/** A wrong setting: stops the start with exit code 2 before any socket opens. One line says which key, what is wrong, what would be right. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(where: string, problem: string) {
    super(`${where}: ${problem}`);
  }
}
