/** Writes the pages behind /docs where the Worker serves them from: the API viewer, without a CDN, and the errors. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { renderErrorsPage } from './errors-page.ts';
import { textsOf } from './texts-as-assets.ts';
import { writeChanged } from './write-folder.ts';

const root = join(import.meta.dirname, '..');
const target = join(root, '.assets', 'docs');
const viewer = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

await mkdir(target, { recursive: true });
for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
  await copyFile(join(viewer, file), join(target, file));
}
for (const file of ['index.html', 'start.js']) {
  await copyFile(join(root, 'worker', 'docs', file), join(target, file));
}
// Served as /docs/errors.
await writeFile(join(target, 'errors.html'), renderErrorsPage());
// Read by the Worker, which serves the OpenAPI document as /openapi.json.
for (const [path, text] of await textsOf(join(root, 'worker'))) {
  await writeChanged(join(root, '.assets', path), text);
}
