/** What a person must fix before the command can run: said without a stack, exit code 2. */
export class CliError extends Error {
  override name = 'CliError';
}
