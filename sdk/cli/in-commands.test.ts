import { expect, test } from 'vitest';
import { inCommands } from './in-commands.ts';

test.each([
  ['Leave them out with onInvalid=skip.', 'Leave them out with --skip-invalid.'],
  ['GET /v1/scorers lists all.', '`assay scorers` lists all.'],
  ['GET /v1/suites lists them.', '`assay suites list` lists them.'],
  ['Ask GET /v1/batches/{id} again.', 'Ask GET /v1/batches/{id} again.'],
  ['Fix each field.', 'Fix each field.'],
])('what the API advises is told as a command: %s', (message, told) => {
  expect(inCommands(message)).toBe(told);
});
