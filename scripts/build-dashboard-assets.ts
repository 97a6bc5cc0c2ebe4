/** Writes the dashboard where the Worker serves it from: its page at the top, its code in a folder. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildDashboard } from './build-dashboard.ts';
import { writeChanged, writeFolder } from './write-folder.ts';

const root = join(import.meta.dirname, '..');
const assets = join(root, '.assets');
const files = await buildDashboard();
const page = files.get('index.html');
if (page === undefined) throw new Error('the build of the dashboard has no index.html');

const code = [...files].filter(([path]) => path.startsWith('dashboard/'));
const folder = new Map(code.map(([path, contents]) => [path.slice('dashboard/'.length), contents]));
await writeFolder(join(assets, 'dashboard'), folder);
// Last: what it names is there by then.
await writeChanged(join(assets, 'index.html'), page);
// Of all assets, those behind /docs too.
await writeChanged(join(assets, '_headers'), await readFile(join(root, 'dashboard', '_headers')));
