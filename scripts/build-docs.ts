/** `npm run docs`: writes the pages that are made from the code. A test breaks when they are old. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GENERATED_PAGES } from './generated-docs.ts';

for (const { path, render } of GENERATED_PAGES) {
  await writeFile(join(import.meta.dirname, '..', path), render());
  console.log(path);
}
