/**
 * An error that the user must fix before the command can run: printed without a stack trace, exit
 * code 2.
 */
export class CliError extends Error {
  override name = 'CliError';
}
