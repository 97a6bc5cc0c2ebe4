/** Copies the API documentation's viewer to where the Worker serves it from, so that it needs no CDN. */
import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

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
// Headers are read from the top of the assets folder.
await copyFile(join(root, 'worker', 'docs', '_headers'), join(target, '..', '_headers'));
