import type { ExportLine, ExportManifest, ExportRecord } from '../types.ts';
import { manifestHash, pageHash } from './export-hashes.ts';

/** Thrown for an export that was altered or cut off; the message names the line. */
export class ExportFault extends Error {
  override name = 'ExportFault';
  readonly line: number;

  constructor(line: number, message: string) {
    super(`Line ${line}: ${message}`);
    this.line = line;
  }
}

/** What a line completed. */
export interface ReadPart {
  /** The records of a page whose checksum is right. */
  records?: ExportRecord[];
  manifest?: ExportManifest['manifest'];
}

/** Reads an export line by line, and hands out nothing before its checksum was verified. */
export interface ExportReader {
  /** @throws ExportFault */
  take(text: string, line: number): Promise<ReadPart>;
  /** @throws ExportFault if what was read is not whole */
  end(): void;
}

/** @param isWhole whether head and manifest must be there, and counts are checked; else pages alone do */
export function createExportReader({ isWhole }: { isWhole: boolean }): ExportReader {
  let previous: string | null = isWhole ? '' : null;
  let lines = '';
  let records: ExportRecord[] = [];
  let isEnded = false;
  let last = 0;
  const classes: Record<string, number> = {};

  async function endPage(page: Extract<ExportLine, { page: unknown }>['page'], line: number) {
    if (previous !== null && page.previous !== previous) {
      throw new ExportFault(line, 'does not follow the page before it. A page is missing.');
    }
    const { sha256, ...rest } = page;
    if (rest.records !== records.length || (await pageHash(lines, rest)) !== sha256) {
      throw new ExportFault(line, 'the checksum is wrong: its page was altered or cut off.');
    }
    for (const one of records) classes[one.class] = (classes[one.class] ?? 0) + 1;
    const done = records;
    previous = sha256;
    lines = '';
    records = [];
    return { records: done };
  }

  async function endAll(manifest: ExportManifest['manifest'], line: number): Promise<ReadPart> {
    const { sha256, ...rest } = manifest;
    if (lines !== '' || (previous !== null && manifest.previous !== previous)) {
      throw new ExportFault(line, 'does not follow the page before it. A page is missing.');
    }
    const isCounted =
      !isWhole ||
      JSON.stringify(Object.entries(classes).sort()) ===
        JSON.stringify(Object.entries(manifest.classes).sort());
    if (!isCounted || (await manifestHash(rest)) !== sha256) {
      throw new ExportFault(line, 'the manifest was altered, or counts other records.');
    }
    isEnded = true;
    return { manifest };
  }

  return {
    async take(text, line) {
      if (text.trim() === '') return {};
      last = line;
      if (isEnded) throw new ExportFault(line, 'nothing may follow the manifest.');
      const value = parse(text, line);
      if ('page' in value) return endPage(value.page, line);
      if ('manifest' in value) return endAll(value.manifest, line);
      if (isWhole && line === 1 && !('export' in value)) {
        throw new ExportFault(1, 'must be the head of an export.');
      }
      if ('class' in value) records.push(value);
      lines += `${text}\n`;
      return {};
    },
    end() {
      if (isEnded || (!isWhole && lines === '')) return;
      throw new ExportFault(
        last,
        'the export ends here, and is cut off. Continue it, or export again.',
      );
    },
  };
}

function parse(text: string, line: number): ExportLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ExportFault(line, 'is not JSON: it was altered or cut off.');
  }
  const known = ['export', 'class', 'page', 'manifest'];
  if (
    typeof value === 'object' &&
    value !== null &&
    known.some((name) => Object.hasOwn(value, name))
  ) {
    // The checksum of its page says whether the rest is as it was written.
    return value as ExportLine;
  }
  throw new ExportFault(line, 'is no line of an export.');
}
