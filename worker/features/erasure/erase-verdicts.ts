import { lowestId } from '@assay/schema/ids.ts';
import type { Verdict } from '@assay/schema/types.ts';
import type { LoggedVerdict } from '../../store/logged-verdicts.ts';
import { label, labelsOf } from '../scoring/labels.ts';
import {
  type DeletionNeeds,
  DONE,
  type MetadataTarget,
  type Phase,
  type RunningDeletion,
} from './deletion-needs.ts';
import { hasMetadata } from './has-metadata.ts';

const VERDICTS_A_STEP = 100;

/** Verdicts that are named. */
export const NAMED_VERDICTS: Phase<{ verdictIds: string[] }> = {
  name: 'verdicts',
  async step(deletion, { verdictIds }, cursor, needs) {
    const start = Number(cursor ?? 0);
    const ids = verdictIds.slice(start, start + VERDICTS_A_STEP);
    await eraseVerdicts(deletion, ids, needs);
    const end = start + VERDICTS_A_STEP;
    return end >= verdictIds.length ? DONE : { status: 'more', cursor: String(end) };
  },
};

/** Verdicts whose request had the metadata, which are found by a label. */
export const LABELLED_VERDICTS: Phase<MetadataTarget> = {
  name: 'verdicts by metadata of the request',
  async step(deletion, { key, value }, _, needs) {
    const rows = await needs.verdicts.list({
      ...{ projectId: deletion.projectId, labels: [label.metadata(key, value)] },
      ...{ before: lowestId('verdict', deletion.createdAtMs + 1), limit: VERDICTS_A_STEP },
    });
    const ids = rows.map(({ id }) => id);
    await eraseVerdicts(deletion, ids, needs);
    // What was erased has no labels any more: the next step finds others.
    return rows.length < VERDICTS_A_STEP ? DONE : { status: 'more', cursor: ids.at(-1) ?? '' };
  },
};

/** Verdicts whose sample has the metadata: each sample is looked at. */
export const SAMPLED_VERDICTS: Phase<MetadataTarget> = {
  name: 'verdicts by metadata of the sample',
  async step(deletion, target, cursor, needs) {
    const before = cursor ?? lowestId('verdict', deletion.createdAtMs + 1);
    const page = { projectId: deletion.projectId, labels: [], before, limit: 500 };
    const rows = await needs.verdicts.samples(page);
    const matches = rows.filter(({ sample }) => hasMetadata(JSON.parse(sample), target));
    await eraseVerdicts(
      deletion,
      matches.map(({ id }) => id),
      needs,
    );
    const last = rows.at(-1);
    return last === undefined ? DONE : { status: 'more', cursor: last.id };
  },
};

/** Erases verdicts with what people said of them: that first, because it is found by them. */
async function eraseVerdicts(
  deletion: RunningDeletion,
  ids: readonly string[],
  { verdicts, loggedVerdicts, erasure, nowMs }: DeletionNeeds,
): Promise<void> {
  const { projectId } = deletion;
  let left = ids;
  while (left.length > 0) {
    const rows = await loggedVerdicts.some(projectId, left);
    const last = rows.at(-1);
    if (last === undefined) return;
    const doomed = rows.filter(({ isDeleted }) => !isDeleted).map(doomedOf);
    await erasure.labels.eraseAbout(
      deletion,
      doomed.flatMap(({ targets }) => targets),
    );
    await verdicts.remove(projectId, doomed, nowMs(), deletion);
    left = left.filter((id) => id > last.id);
  }
}

/** A verdict, what it is found by, and what labels call it. */
function doomedOf({ id, verdict: json }: LoggedVerdict) {
  const verdict: Verdict | null = json === null ? null : JSON.parse(json);
  return {
    id,
    labels: verdict === null ? [] : labelsOf(verdict),
    targets: [`verdict:${id}`, ...(verdict ? [`sample:${verdict.lineage.sampleHash}`] : [])],
  };
}
