/**
 * An invalid setting. It ends the start with exit code 2 before any socket is opened. Its message is one line that
 * names the key, what is wrong and what is expected.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(where: string, problem: string) {
    super(`${where}: ${problem}`);
  }
}
