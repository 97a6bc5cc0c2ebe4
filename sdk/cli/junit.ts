import type { BatchItem } from '@assay/schema/types.ts';
import type { BatchReport } from '../types.ts';
import { nameOf, reasonOf } from './failing.ts';

/**
 * A batch as JUnit XML, with one test case per sample; undecided samples are skipped, not failed.
 */
export async function batchJunit(
  batch: BatchReport,
  items: AsyncIterable<BatchItem>,
): Promise<string> {
  const cases: string[] = [];
  for await (const item of items) cases.push(caseOf(item, batch));
  const { total, failed, error, abstained, pending } = batch.counts;
  const suite = attributes({
    name: batch.suite ? `${batch.suite.name}@${batch.suite.version}` : 'assay',
    id: batch.id,
    tests: total,
    failures: failed,
    errors: error,
    skipped: abstained + pending,
    timestamp: batch.createdAt,
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
<testsuite ${suite}>
${cases.join('\n')}
</testsuite>
</testsuites>
`;
}

function caseOf(item: BatchItem, { suite }: BatchReport): string {
  const { status, verdict, error } = item;
  const head = attributes({
    name: nameOf(item),
    // The same from run to run, so that a test keeps its history.
    classname: suite?.name ?? 'assay',
    time: ((verdict?.latencyMs ?? 0) / 1_000).toFixed(3),
  });
  if (status === 'passed') return `<testcase ${head}/>`;
  const message = attributes({ message: reasonOf(item) || status });
  if (status === 'failed') {
    const scores = verdict?.scores.map(({ name, value, reason }) => `${name} ${value}: ${reason}`);
    const told = escaped((scores ?? []).join('\n'));
    return `<testcase ${head}><failure ${message}>${told}</failure></testcase>`;
  }
  if (status === 'error') {
    const type = attributes({ type: error?.code ?? 'error' });
    return `<testcase ${head}><error ${message} ${type}/></testcase>`;
  }
  return `<testcase ${head}><skipped ${message}/></testcase>`;
}

function attributes(values: Record<string, string | number>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escaped(String(value)).replace(/\n/g, '&#10;')}"`)
    .join(' ');
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Text as XML 1.0 may hold it. */
function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no place for them.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[&<>"]/g, (mark) => ENTITIES[mark] ?? mark)
  );
}
