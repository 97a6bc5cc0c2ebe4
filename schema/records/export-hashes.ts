import type { ExportManifest, ExportPage } from '../types.ts';
import { sha256OfBytes, utf8Bytes } from './bytes.ts';

/** The hash of a page of an export. @param lines of the page, each with its line end */
export function pageHash(
  lines: string,
  { previous, records }: Pick<ExportPage['page'], 'previous' | 'records'>,
): Promise<string> {
  return sha256OfBytes(utf8Bytes(`${previous}\n${lines}${records}`));
}

export function manifestHash({
  previous,
  project,
  classes,
}: Omit<ExportManifest['manifest'], 'sha256'>): Promise<string> {
  return sha256OfBytes(utf8Bytes(`${previous}\n${JSON.stringify([project, classes])}`));
}
