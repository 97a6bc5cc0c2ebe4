import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** What the pages take as given. */
const GIVEN = `
import { Assay, AssayError, guardStream, ValidationError } from '@assay/sdk';
import type { Sample, ScorerReference, SigningKeySet, Verdict } from '@assay/sdk';
import { assayMiddleware, guardMiddleware } from '@assay/sdk/ai';
import { assayClient, guardRoute, scoreResponse } from '@assay/sdk/hono';
import { otelTraceContext, recordVerdict } from '@assay/sdk/otel';
import { LogError, verifyLog, verifyProof } from '@assay/sdk/log';
import { ReceiptError, verifyDeletionReport, verifyReceipt } from '@assay/sdk/receipts';
import { exportProject, importProject } from '@assay/sdk/transfer';
import { logs } from '@opentelemetry/api-logs';
import { wrapLanguageModel } from 'ai';
import { type Handler, Hono } from 'hono';
declare const openai: (model: string) => Parameters<typeof wrapLanguageModel>[0]['model'];
declare const app: Hono;
declare const chat: Handler;
declare const keys: SigningKeySet;
declare const remembered: string;
declare const responseId: string;
declare const verdict: Verdict;
declare const assay: Assay;
declare const sample: Sample;
declare const samples: Sample[];
declare const lastNight: string;
declare const id: string;
declare const answer: ReadableStream<string>;
`;

/** The TypeScript of a page, each block with names of its own. */
function programOf(page: string): string {
  const text = readFileSync(join(root, page), 'utf8');
  // What follows a heading at once is a signature.
  const examples = text.replaceAll(/^(### .*\n\n)```ts[\s\S]*?^```/gm, '$1');
  const blocks = [...examples.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, block = '']) =>
    block.replaceAll(/^import .*$/gm, ''),
  );
  expect(blocks.length).toBeGreaterThan(0);
  return `${GIVEN}${blocks.map((block) => `void async function () {\n${block}\n};`).join('\n')}`;
}

test.each([
  'docs/sdk.md',
  'docs/sdk-reference.md',
  'docs/frameworks.md',
  'docs/receipts.md',
  'docs/transparency-log.md',
  'docs/deletion.md',
  'docs/export.md',
  'sdk/README.md',
])('the code of %s compiles', (page) => {
  // Beside the sources, so that they are found as the sources find them.
  const folder = mkdtempSync(join(root, 'scripts', '.snippets-'));
  try {
    writeFileSync(join(folder, 'page.ts'), programOf(page));
    const project = { extends: '../../tsconfig.json', include: [], files: ['page.ts'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
    const tsc = join(root, 'node_modules', '.bin', 'tsc');
    expect(spawnSync(tsc, ['-p', folder], { encoding: 'utf8' }).stdout).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
