/** Exports a project and imports it into another deployment, with every checksum verified. */
import { createExportReader, ExportFault } from '@assay/schema/records/export-reader.ts';
import type { ExportLine, ImportReport } from '@assay/schema/types.ts';
import type { Assay } from './client.ts';
import type { RequestOptions } from './options.ts';

export { ExportFault };

/** Characters of one request: several pages, or one that is larger. */
const PART_CHARACTERS = 4_000_000;

/** Lines of an export, as objects or as texts. */
export type ExportSource = AsyncIterable<ExportLine | string> | Iterable<ExportLine | string>;

/**
 * Exports all records of the project, with checksums, as lines of JSON. If the connection is lost, it
 * continues after the last page, so that no line comes twice.
 *
 * @example
 * for await (const line of exportProject(assay)) console.log(JSON.stringify(line));
 */
export async function* exportProject(
  { project }: Pick<Assay, 'project'>,
  options?: RequestOptions,
): AsyncGenerator<ExportLine, void> {
  let cursor: string | undefined;
  for (;;) {
    let hasPage = false;
    let page: ExportLine[] = [];
    try {
      for await (const line of await project.export(cursor, options)) {
        page.push(line);
        if (!('page' in line)) continue;
        yield* page;
        page = [];
        cursor = line.page.cursor;
        hasPage = true;
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
 * Adds an export to the project of the key, in parts, each verified before it is sent. Ids stay; what
 * exists is not changed, so that it can be repeated.
 *
 * @param lines of an export, in their order
 * @throws ExportFault naming the line of what was altered or cut off; pages before it are imported
 *
 * @example
 * const other = new Assay({ baseUrl: 'https://assay.example.eu', apiKey: 'assay_…' });
 * const { added } = await importProject(assay, exportProject(other));
 */
export async function importProject(
  { project }: Pick<Assay, 'project'>,
  lines: ExportSource,
  options?: RequestOptions,
): Promise<ImportReport> {
  const reader = createExportReader({ isWhole: true });
  const total: ImportReport = { pages: 0, records: 0, added: 0, isComplete: false };
  let part: string[] = [];
  let characters = 0;
  let number = 0;
  const send = async () => {
    if (part.length === 0) return;
    const { pages, records, added, isComplete } = await project.import(part, options);
    total.pages += pages;
    total.records += records;
    total.added += added;
    total.isComplete ||= isComplete;
    part = [];
    characters = 0;
  };
  for await (const line of lines) {
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
