import { fromBase64, toBase64Url, utf8Bytes } from '@assay/schema/records/bytes.ts';
import { manifestHash, pageHash } from '@assay/schema/records/export-hashes.ts';
import type { ExportManifest, ExportPage } from '@assay/schema/types.ts';
import * as z from 'zod';
import { ApiProblem } from '../../core/problem.ts';
import { ASSAY_VERSION } from '../../core/version.ts';
import type { ExportPlace, ExportStore } from '../../store/export-rows.ts';
import { EXPORT_CLASSES } from '../../store/exported-tables.ts';
import type { Vault } from '../data-control/vault.ts';
import { openRecords } from './open-records.ts';

export interface ExportNeeds {
  exports: ExportStore;
  vault: Vault;
  nowMs(): number;
}

/** Where an export is. */
interface Place {
  class: number;
  after: ExportPlace;
  sha256: string;
  counts: Record<string, number>;
}

const START: Place = { class: 0, after: null, sha256: '', counts: {} };

/**
 * A project as lines of JSON: pages of records, each with its checksum and where to continue, and a
 * manifest at the end. Never more than a page is in memory.
 *
 * @param cursor of the last page that was received whole @throws ApiProblem `invalid_request`
 */
export function exportProject(
  projectId: string,
  cursor: string | undefined,
  needs: ExportNeeds,
): ReadableStream<Uint8Array> {
  const pages = pagesOf(projectId, cursor === undefined ? null : placeIn(cursor), needs);
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pages.next();
      if (!done) return controller.enqueue(encoder.encode(value));
      // An empty line marks the end.
      controller.enqueue(encoder.encode('\n'));
      controller.close();
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
}

async function* pagesOf(
  projectId: string,
  from: Place | null,
  { exports, vault, nowMs }: ExportNeeds,
): AsyncGenerator<string> {
  let place = from ?? START;
  let head = from === null ? headOf(projectId, nowMs()) : '';
  for (
    let name = EXPORT_CLASSES[place.class];
    name !== undefined;
    name = EXPORT_CLASSES[place.class]
  ) {
    const { records: stored, next } = await exports.rows(projectId, name, place.after);
    const records = await openRecords(projectId, stored, vault);
    const counted = (place.counts[name] ?? 0) + records.length;
    const counts = records.length === 0 ? place.counts : { ...place.counts, [name]: counted };
    const at = next === null ? place.class + 1 : place.class;
    place = { ...place, class: at, after: next, counts };
    if (records.length === 0) continue;
    const lines = head + records.map((record) => `${JSON.stringify(record)}\n`).join('');
    head = '';
    const page = await pageOf(lines, records.length, place);
    place = { ...place, sha256: page.sha256 };
    yield `${lines}${JSON.stringify({ page } satisfies ExportPage)}\n`;
  }
  const rest = { previous: place.sha256, project: projectId, classes: place.counts };
  const manifest = { ...rest, sha256: await manifestHash(rest) };
  yield `${head}${JSON.stringify({ manifest } satisfies ExportManifest)}\n`;
}

/** The end of a page, whose cursor has its checksum, so that the next page can follow it. */
async function pageOf(lines: string, records: number, place: Place): Promise<ExportPage['page']> {
  const previous = place.sha256;
  const sha256 = await pageHash(lines, { previous, records });
  return { cursor: encode({ ...place, sha256 }), records, previous, sha256 };
}

function encode(place: Place): string {
  return toBase64Url(utf8Bytes(JSON.stringify(place)));
}

const PlaceSchema: z.ZodType<Place> = z.strictObject({
  class: z.int().min(0).max(EXPORT_CLASSES.length),
  after: z
    .array(z.union([z.string(), z.number(), z.null()]))
    .max(12)
    .nullable(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  counts: z.record(z.string().max(40), z.int().min(0)),
});

/** @throws ApiProblem `invalid_request` */
function placeIn(cursor: string): Place {
  try {
    return PlaceSchema.parse(JSON.parse(new TextDecoder().decode(fromBase64(cursor))));
  } catch (cause) {
    const message = 'must be the `cursor` of a page of an export';
    throw new ApiProblem('invalid_request', { cause, errors: [{ pointer: '?cursor', message }] });
  }
}

function headOf(project: string, nowMs: number): string {
  const createdAt = new Date(nowMs).toISOString();
  const head = { format: 'assay-export-v1', project, createdAt, assayVersion: ASSAY_VERSION };
  return `${JSON.stringify({ export: head })}\n`;
}
