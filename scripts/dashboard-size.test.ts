import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { buildDashboard } from './build-dashboard.ts';

/** Gzipped: what the first page needs, and the whole dashboard. */
const MOST_KILOBYTES = { first: 80, all: 200 };

const files = await buildDashboard();

function kilobytesOf(paths: Iterable<string>): number {
  const sizes = Array.from(paths, (path) => gzipSync(files.get(path) ?? '').length);
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

/** A file and all that it loads before it runs. */
function loadedBy(path: string, found = new Set<string>()): Set<string> {
  if (found.has(path) || !files.has(path)) return found;
  found.add(path);
  const text = String(files.get(path));
  for (const [, name = ''] of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+)["']/g)) {
    loadedBy(`dashboard/${name}`, found);
  }
  for (const [, name = ''] of text.matchAll(/(?:src|href)="\/(dashboard\/[\w.-]+)"/g)) {
    loadedBy(name, found);
  }
  return found;
}

test('the first page loads at most 80 kB, gzipped, and the dashboard has 200 kB in all', () => {
  const overview = [...files.keys()].filter((path) => path.startsWith('dashboard/overview-'));
  expect(overview.length).toBeGreaterThan(0);
  const first = loadedBy('index.html');
  for (const path of overview) loadedBy(path, first);
  expect(first.size).toBeGreaterThan(3);
  expect(kilobytesOf(first)).toBeLessThanOrEqual(MOST_KILOBYTES.first);
  expect(kilobytesOf(files.keys())).toBeLessThanOrEqual(MOST_KILOBYTES.all);
});

test('the page has no inline script and no inline style', () => {
  const page = String(files.get('index.html'));
  expect(page.match(/<script(?![^>]*\ssrc=)/g)).toBeNull();
  expect(page.match(/<style|\sstyle=/g)).toBeNull();
});
