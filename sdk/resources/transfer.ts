import { createExportReader } from '@assay/schema/records/export-reader.ts';
import type { ExportLine, ImportReport } from '@assay/schema/types.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';

/** Characters of one request: several pages, or one that is larger. */
const PART_CHARACTERS = 4_000_000;

/**
 * The lines of an export, page by page. If the connection is lost, it continues after the last
 * page, so that no line comes twice.
 */
export async function* exportLines(
  call: Call,
  options: RequestOptions | undefined,
): AsyncGenerator<ExportLine, void> {
  let cursor: string | undefined;
  for (;;) {
    let hasPage = false;
    let page: ExportLine[] = [];
    try {
      const lines = await call<AsyncIterable<ExportLine>>(
        {
          operation: 'project.export',
          args: [],
          method: 'GET',
          path: '/v1/project/export',
          query: { cursor },
          reads: 'lines',
        },
        options,
      );
      for await (const line of lines) {
        page.push(line);
        if ('page' in line) {
          yield* page;
          page = [];
          cursor = line.page.cursor;
          hasPage = true;
        }
      }
      yield* page;
      return;
    } catch (cause) {
      // Without a page in between, another try would end alike.
      if (!hasPage || options?.signal?.aborted) throw cause;
    }
  }
}

/**
 * Sends an export in parts, each verified before it is sent.
 *
 * @throws ExportFault naming the line of what was altered or cut off
 */
export async function importLines(
  call: Call,
  source: AsyncIterable<ExportLine | string> | Iterable<ExportLine | string>,
  options: RequestOptions | undefined,
): Promise<ImportReport> {
  const reader = createExportReader({ isWhole: true });
  const total: ImportReport = { pages: 0, records: 0, added: 0, isComplete: false };
  let part: string[] = [];
  let characters = 0;
  let number = 0;
  const send = async () => {
    if (part.length === 0) return;
    const report = await call<ImportReport>(
      {
        operation: 'project.import',
        args: [],
        method: 'POST',
        path: '/v1/project/import',
        lines: part,
      },
      options,
    );
    total.pages += report.pages;
    total.records += report.records;
    total.added += report.added;
    total.isComplete ||= report.isComplete;
    part = [];
    characters = 0;
  };
  for await (const line of source) {
    const text = typeof line === 'string' ? line : JSON.stringify(line);
    number += 1;
    const { records } = await reader.take(text, number);
    if (text.trim() !== '') part.push(text);
    characters += text.length;
    if (records !== undefined && characters >= PART_CHARACTERS) await send();
  }
  reader.end();
  await send();
  return total;
}
