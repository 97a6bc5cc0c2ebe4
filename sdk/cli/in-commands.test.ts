import { expect, test } from 'vitest';
import { inCommands } from './in-commands.ts';

test.each([
  ['Skip them with onInvalid=skip.', 'Skip them with --skip-invalid.'],
  ['GET /v1/scorers lists all scorers.', '`assay scorers` lists all scorers.'],
  ['GET /v1/suites lists them.', '`assay suites list` lists them.'],
  ['Ask GET /v1/batches/{id} again.', 'Ask GET /v1/batches/{id} again.'],
  ['Fix each field.', 'Fix each field.'],
])('advice of the API is shown as a CLI command: %s', (message, told) => {
  expect(inCommands(message)).toBe(told);
});
