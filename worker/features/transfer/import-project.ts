import { timeOf } from '@assay/schema/ids.ts';
import { createExportReader, ExportFault } from '@assay/schema/records/export-reader.ts';
import type { ExportRecord, ImportReport, JsonValue, Verdict } from '@assay/schema/types.ts';
import type { LineSource } from '../../core/line-source.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { AlertChannelStore } from '../../store/alert-channels.ts';
import { exportedTable, fits } from '../../store/exported-tables.ts';
import type { ImportedResult, ImportStore } from '../../store/import-rows.ts';
import type { RetentionStore } from '../../store/retention.ts';
import type { ScheduleStore } from '../../store/schedules.ts';
import type { VerdictRow, VerdictStore } from '../../store/verdicts.ts';
import { MOST_CHANNELS } from '../alerts/channels.ts';
import { importedChannel } from '../alerts/transferred.ts';
import { MOST_SCHEDULES } from '../schedules/schedules.ts';
import { labelsOf } from '../scoring/labels.ts';
import { faultOfContents, readJson } from './record-contents.ts';
import { checkDigest, readVerdict, ShapeFault } from './verdict-shape.ts';

export interface ImportNeeds {
  imports: ImportStore;
  alertChannels: Pick<AlertChannelStore, 'list'>;
  schedules: Pick<ScheduleStore, 'list'>;
  verdicts: VerdictStore;
  retention: Pick<RetentionStore, 'markSamplesDropped'>;
  nowMs(): number;
}

/**
 * Adds pages of an export to a project. A page is added once its checksum is right; ids stay as they
 * are, and what is there already is not changed, so that a part can be sent again.
 *
 * @throws ApiProblem `invalid_request` naming the line, or `import_conflict`; pages before it are added
 */
export async function importPages(
  projectId: string,
  source: LineSource,
  needs: ImportNeeds,
): Promise<ImportReport> {
  const reader = createExportReader({ isWhole: false });
  const report: ImportReport = { pages: 0, records: 0, added: 0, isComplete: false };
  let first = 0;
  try {
    for await (const lines of source.lines) {
      for (const line of lines) {
        const text = 'text' in line ? line.text : JSON.stringify(line.value);
        if (text === null) throw new ExportFault(line.number, 'cannot be read.');
        if (first === 0) first = line.number;
        const { records, manifest } = await reader.take(text, line.number);
        if (manifest !== undefined) report.isComplete = true;
        if (records === undefined) continue;
        report.pages += 1;
        report.records += records.length;
        report.added += await addRecords({ projectId, records, line: line.number }, needs);
      }
    }
    reader.end();
  } catch (cause) {
    if (!(cause instanceof ExportFault)) throw cause;
    throw faultAt(cause.line, cause.message);
  }
  return report;
}

interface Page {
  projectId: string;
  records: readonly ExportRecord[];
  /** That of its end. */
  line: number;
}

async function addRecords(page: Page, needs: ImportNeeds): Promise<number> {
  let added = 0;
  for (const name of new Set(page.records.map((one) => one.class))) {
    const records = page.records.filter((one) => one.class === name);
    added += await addClass(name, { ...page, records }, needs);
  }
  return added;
}

async function addClass(name: string, page: Page, needs: ImportNeeds): Promise<number> {
  const { projectId, records, line } = page;
  if (name === 'verdicts') {
    const importedAt = new Date(needs.nowMs()).toISOString();
    const added = await needs.verdicts.insert(
      records.map((one) => verdictIn(one, page, importedAt)),
    );
    // They may be older than those whose samples retention has dropped. A page that is sent again says so again.
    await needs.retention.markSamplesDropped(projectId, null);
    return added;
  }
  if (name === 'batchResults') {
    return needs.imports.insertResults(
      projectId,
      records.map((one) => resultIn(one, line, new Date(needs.nowMs()).toISOString())),
    );
  }
  const table = exportedTable(name);
  if (table === undefined)
    throw faultAt(line, `its page has the class ${name}, which is not known.`);
  if (!records.every((one) => fits(table, one))) {
    throw faultAt(
      line,
      `its page has a record of ${name} with other columns than this release has.`,
    );
  }
  for (const one of records) {
    const fault = await faultOfContents(one);
    if (fault !== undefined) throw faultAt(line, fault);
  }
  if (name === 'labels') {
    for (const { record } of records) {
      refuseOddId('label', String(record.id), { line, nowMs: needs.nowMs() });
    }
  }
  await refuseTaken(name, page, needs);
  await refuseTooMany(name, page, needs);
  const ended = records.map((one) => asEnded(one, needs.nowMs()));
  return needs.imports.insert(projectId, name, ended);
}

/** An id names one batch of a deployment, whatever its project. @throws ApiProblem `import_conflict` */
async function refuseTaken(
  name: string,
  { projectId, records, line }: Page,
  { imports }: ImportNeeds,
): Promise<void> {
  if (!isNamed(name)) return;
  const ids = records.map(({ record }) => String(record.id));
  const scoring = name === 'experiments' ? records.flatMap((one) => batchesIn(one, line)) : [];
  const [taken] = [
    ...(await imports.taken(projectId, name, ids)),
    ...(await imports.taken(projectId, 'batches', scoring)),
  ];
  if (taken === undefined) return;
  throw new ApiProblem('import_conflict', {
    detail: `${taken} exists in another project of this deployment. Import into another deployment.`,
    errors: [{ pointer: `/${line}`, message: 'its page has an id that is taken' }],
  });
}

const NAMES: Record<string, { most: number; has: 'alertChannels' | 'schedules' }> = {
  alertChannels: { most: MOST_CHANNELS, has: 'alertChannels' },
  schedules: { most: MOST_SCHEDULES, has: 'schedules' },
};

/** What every tick of the clock looks at is bounded for a project, imported or not. */
async function refuseTooMany(
  name: string,
  { projectId, records, line }: Page,
  needs: ImportNeeds,
): Promise<void> {
  const bound = NAMES[name];
  if (bound === undefined) return;
  const there = await needs[bound.has].list(projectId);
  const all = new Set([
    ...there.map((one) => one.name),
    ...records.map(({ record }) => record.name),
  ]);
  if (all.size <= bound.most) return;
  throw faultAt(
    line,
    `its page would give the project ${all.size} ${name}; it has at most ${bound.most}. Delete some first.`,
  );
}

/** The batches that an experiment says have its answers, which it then shows. */
function batchesIn({ record }: ExportRecord, line: number): string[] {
  return [record.batches, record.agreements].flatMap((json) => {
    const ids = readJson(String(json));
    if (Array.isArray(ids) && ids.every((id) => typeof id === 'string')) return ids;
    throw faultAt(line, 'its page has an experiment whose batches cannot be read.');
  });
}

const NAMED = ['batches', 'calibrations', 'alignments', 'experiments', 'alerts'] as const;

function isNamed(name: string): name is (typeof NAMED)[number] {
  return NAMED.some((known) => known === name);
}

/** What ran where it was exported does not run on here, and nothing is sent to its webhook. */
function asEnded(one: ExportRecord, nowMs: number): ExportRecord {
  const { class: name, record } = one;
  if (name === 'batches') {
    const intake = { intake_token: null, intake_append: null, intake_until_ms: 0 };
    // If samples are imported with it after all, retention drops them once more.
    const dropped = { samples_dropped_at_ms: record.samples_dropped_at_ms === null ? null : 0 };
    const rest = { webhook_url: null, unlogged_from: 0 };
    return {
      class: name,
      record: { ...record, ...intake, ...endOf(record, nowMs), ...dropped, ...rest },
    };
  }
  if (name === 'experiments') {
    return { class: name, record: { ...record, ...endOf(record, nowMs), webhook_url: null } };
  }
  // What was deleted there is in the log of that deployment. Here it is due at once.
  if (name === 'retention') {
    const fresh = { due_at_ms: nowMs, last_run: null, samples_dropped_to: null };
    return { class: name, record: { ...record, ...fresh } };
  }
  if (name === 'alertChannels') return { class: name, record: importedChannel(record) };
  // A schedule that ran in two deployments would do everything twice: someone resumes it here.
  if (name === 'schedules') {
    return { class: name, record: { ...record, is_paused: 1, next_due_at_ms: null } };
  }
  // What is amiss here, this deployment finds by itself.
  if (name === 'alerts') {
    const at = record.status === 'open' ? nowMs : pastOf(record.resolved_at_ms, nowMs);
    return { class: name, record: { ...record, status: 'resolved', resolved_at_ms: at } };
  }
  if (name === 'reviews' && record.submitted_at_ms !== null) {
    const at = pastOf(record.submitted_at_ms, nowMs);
    return { class: name, record: { ...record, submitted_at_ms: at } };
  }
  if (name === 'batchRanges') return { class: name, record: { ...record, status: 'done' } };
  const isRunning = record.status === 'running';
  if ((name === 'calibrations' || name === 'alignments') && isRunning) {
    const end = { status: 'failed', error: 'It ran when it was exported.', ended_at_ms: nowMs };
    return { class: name, record: { ...record, ...end } };
  }
  return one;
}

/** A time that has been, as what is kept for some days is counted from it. */
function pastOf(at: JsonValue | undefined, nowMs: number): number {
  return typeof at === 'number' ? Math.min(at, nowMs) : nowMs;
}

/** How and when it ended. */
function endOf(
  { status, ended_at_ms: at }: ExportRecord['record'],
  nowMs: number,
): ExportRecord['record'] {
  const hasEnded = status === 'completed' || status === 'cancelled';
  if (!hasEnded) return { status: 'cancelled', ended_at_ms: nowMs };
  return { ended_at_ms: pastOf(at, nowMs) };
}

const IDS = {
  verdict: /^ver_[0-9a-hjkmnp-tv-z]{26}$/,
  label: /^lbl_[0-9a-hjkmnp-tv-z]{26}$/,
};
/** By how much clocks of deployments may differ. */
const MOST_AHEAD_MS = 24 * 3_600_000;

/** Retention tells the age of verdicts and labels from their ids. */
function refuseOddId(
  kind: keyof typeof IDS,
  id: string,
  { line, nowMs }: { line: number; nowMs: number },
): void {
  if (!IDS[kind].test(id)) {
    throw faultAt(line, `its page has a ${kind} ${id}, which is an id that no release gives.`);
  }
  if (timeOf(id) > nowMs + MOST_AHEAD_MS) {
    throw faultAt(line, `its page has a ${kind} ${id} of a time to come.`);
  }
}

function verdictIn(
  { record }: ExportRecord,
  { projectId, line }: Page,
  importedAt: string,
): VerdictRow {
  const { id, verdict: json, sample } = record;
  const verdict = verdictOf(String(json), `verdict ${id}`, line);
  if (verdict.id !== id)
    throw faultAt(line, `its page has a verdict ${id} with another id inside.`);
  refuseOddId('verdict', verdict.id, { line, nowMs: Date.parse(importedAt) });
  if (readJson(String(sample)) === undefined) {
    throw faultAt(line, `its page has a verdict ${id} whose sample cannot be read.`);
  }
  return {
    ...{ id: verdict.id, projectId, createdAtMs: Date.parse(verdict.createdAt) },
    ...{ passed: verdict.passed, labels: labelsOf(verdict) },
    ...{ verdict: JSON.stringify(asImported(verdict, importedAt)), sample: String(sample) },
  };
}

function verdictOf(json: string, what: string, line: number): Verdict {
  return checked(() => readVerdict(json), what, line);
}

/** @throws ApiProblem that names the line, the record and the place in it */
function checked<Value>(read: () => Value, what: string, line: number): Value {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof ShapeFault)) throw cause;
    throw faultAt(line, `its page has a ${what} that is not valid: ${cause.message}.`);
  }
}

/**
 * A verdict that says that it was imported, so that no receipt of this deployment passes it off as one of
 * its own. What was imported before keeps that time.
 */
function asImported(verdict: Verdict, importedAt: string): Verdict {
  const { importedAt: before = '' } = verdict.lineage;
  const at = Number.isNaN(Date.parse(before)) ? importedAt : before;
  return { ...verdict, lineage: { ...verdict.lineage, importedAt: at } };
}

const STATUSES = ['retry', 'passed', 'failed', 'abstained', 'error'] as const;

function resultIn({ record }: ExportRecord, line: number, importedAt: string): ImportedResult {
  const status = STATUSES.find((known) => known === record.status);
  const { batch_id: batchId, at, attempts, digest } = record;
  if (
    status === undefined ||
    typeof batchId !== 'string' ||
    typeof at !== 'number' ||
    typeof attempts !== 'number' ||
    typeof digest !== 'string'
  ) {
    throw faultAt(line, 'its page has a result that cannot be read.');
  }
  const textOf = (value: unknown) => (typeof value === 'string' ? value : null);
  const names = textOf(record.names);
  const what = (part: string) => `${part} of the result ${batchId}/${at}`;
  checked(() => checkDigest({ text: digest, names }), what('digest'), line);
  const json = textOf(record.verdict);
  const verdict = json === null ? null : verdictOf(json, what('verdict'), line);
  return {
    ...{ batchId, at, status, attempts, digest },
    verdict: verdict && JSON.stringify(asImported(verdict, importedAt)),
    names,
    errorCode: textOf(record.error_code),
    errorMessage: textOf(record.error_message),
  };
}

function faultAt(line: number, message: string): ApiProblem {
  return new ApiProblem('invalid_request', {
    detail: `Line ${line}: ${message.replace(/^Line \d+: /, '')} Pages before it are imported.`,
    errors: [{ pointer: `/${line}`, message: message.replace(/^Line \d+: /, '') }],
  });
}
