// What the API tells its callers to ask, and what asks it here.
const COMMANDS: readonly (readonly [asked: RegExp, command: string])[] = [
  [/\bonInvalid=skip\b/g, '--skip-invalid'],
  [/\bGET \/v1\/(scorers)\b(?!\/)/g, '`assay scorers`'],
  [/\bGET \/v1\/(suites|batches|verdicts|keys)\b(?!\/)/g, '`assay $1 list`'],
];

/** A message of the API, with the commands that do what it advises. */
export function inCommands(message: string): string {
  return COMMANDS.reduce((text, [asked, command]) => text.replace(asked, command), message);
}
