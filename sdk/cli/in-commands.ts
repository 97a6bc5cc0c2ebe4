// API calls that messages advise, and the CLI commands that do the same.
const COMMANDS: readonly (readonly [asked: RegExp, command: string])[] = [
  [/\bonInvalid=skip\b/g, '--skip-invalid'],
  [/\bGET \/v1\/(scorers)\b(?!\/)/g, '`assay scorers`'],
  [/\bGET \/v1\/calibrations\b(?!\/)/g, '`assay calibrate list`'],
  [/\bPOST \/v1\/calibrations or `assay calibrate`/g, '`assay calibrate`'],
  [
    /\bGET \/v1\/(suites|batches|datasets|verdicts|keys|rules|monitors|alerts|channels|schedules)\b(?!\/)/g,
    '`assay $1 list`',
  ],
];

/** Replaces the API calls in a message with the equivalent CLI commands. */
export function inCommands(message: string): string {
  return COMMANDS.reduce((text, [asked, command]) => text.replace(asked, command), message);
}
