import type { ExperimentErasure } from '../../store/erase-experiments.ts';
import type { CellError, ExperimentCellStore } from '../../store/experiment-cells.ts';
import type { ExperimentOf, ExperimentPartStore, NewCell } from '../../store/experiment-parts.ts';
import type { ExperimentStore, NewExperiment } from '../../store/experiments.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import { openSample } from './sealed-samples.ts';
import { keyOf, openOrGone, type Vault, writeSealed } from './vault.ts';

/** What an experiment has texts of: its samples, what variants change in them, and answers to be scored. */
type Kind = 'sample' | 'change' | 'answer';

/** The place of a text of an experiment: it opens nowhere else. */
export function experimentPlace(experimentId: string, kind: Kind, at: number): string {
  return `${experimentId}/${at}/${kind}`;
}

/** What an answer is whose key was dropped before it was scored. */
export const UNREADABLE_ANSWER: CellError = {
  code: 'sample_dropped',
  message: 'The key that encrypted the answer was dropped before it was scored.',
};

/** Experiments whose samples are encrypted, with what variants change in them. */
export function sealExperiments(
  store: ExperimentStore,
  vault: Vault,
  seals: boolean,
): ExperimentStore {
  const sealed: ExperimentStore = Object.create(store);
  return Object.assign(sealed, {
    async insert(...[made, quota]: Parameters<ExperimentStore['insert']>) {
      if (!seals) return store.insert(made, quota);
      const { projectId, id } = made.experiment;
      const seal = (kind: Kind, at: number, text: string) =>
        vault.seal(projectId, experimentPlace(id, kind, at), text);
      const sealSample = async (one: NewExperiment['samples'][number]) => {
        const sample = await seal('sample', one.at, one.sample);
        return { ...one, sample, sealedBy: keyOf(sample) };
      };
      const sealChange = async (one: NewExperiment['changes'][number]) => {
        const change = await seal('change', one.at, one.change);
        return { ...one, change, sealedBy: keyOf(change) };
      };
      return writeSealed(vault, [projectId], async () => {
        const samples = await Promise.all(made.samples.map(sealSample));
        const changes = await Promise.all(made.changes.map(sealChange));
        return store.insert({ ...made, samples, changes }, quota);
      });
    },
  });
}

/** Parts whose answers are encrypted, and whose samples are decrypted; what cannot be is not kept. */
export function sealParts(
  store: ExperimentPartStore,
  vault: Vault,
  seals: boolean,
): ExperimentPartStore {
  const sealed: ExperimentPartStore = Object.create(store);
  return Object.assign(sealed, {
    async write(...[part, written]: Parameters<ExperimentPartStore['write']>) {
      if (!seals) return store.write(part, written);
      return writeSealed(vault, [part.projectId], async () => {
        const cells = await Promise.all(written.cells.map((cell) => sealCell(part, cell, vault)));
        return store.write(part, { ...written, cells });
      });
    },
    samples: async (of: ExperimentOf, places: readonly number[]) =>
      openAll(of, 'sample', await store.samples(of, places), vault),
    changes: async (of: ExperimentOf, places: readonly number[]) =>
      openAll(of, 'change', await store.changes(of, places), vault),
  });
}

async function sealCell(
  { projectId, experimentId }: ExperimentOf,
  cell: NewCell,
  vault: Vault,
): Promise<NewCell> {
  if (cell.sample === null) return cell;
  const place = experimentPlace(experimentId, 'answer', cell.at);
  const sample = await vault.seal(projectId, place, cell.sample);
  return { ...cell, sample, sealedBy: keyOf(sample) };
}

async function openAll(
  { projectId, experimentId }: ExperimentOf,
  kind: Kind,
  texts: ReadonlyMap<number, string>,
  vault: Vault,
): Promise<Map<number, string>> {
  const opened = [...texts].map(async ([at, text]) => {
    const found = await openOrGone(vault, projectId, experimentPlace(experimentId, kind, at), text);
    return [at, found ?? NO_SAMPLE] as const;
  });
  return new Map(await Promise.all(opened));
}

/** Cells whose texts are decrypted where they are read; what cannot be is not kept. */
export function openCells(store: ExperimentCellStore, vault: Vault): ExperimentCellStore {
  const opened: ExperimentCellStore = Object.create(store);
  const openRows = <Row extends { projectId: string; at: number; sample: string }>(
    experimentId: string,
    kind: Kind,
    rows: readonly Row[],
  ) =>
    Promise.all(
      rows.map(async (row) => {
        const place = experimentPlace(experimentId, kind, row.at);
        const sample = await openOrGone(vault, row.projectId, place, row.sample);
        return { ...row, sample: sample ?? NO_SAMPLE };
      }),
    );
  return Object.assign(opened, {
    unscored: async (id: string, chunk: number, after: number) =>
      openRows(id, 'answer', await store.unscored(id, chunk, after)),
    samples: async (id: string, from: number, limit: number) =>
      openRows(id, 'sample', await store.samples(id, from, limit)),
    async answers(batchIds: readonly string[], cells: readonly number[]) {
      const found = await store.answers(batchIds, cells);
      return Promise.all(
        found.map(async (answer) => {
          const { projectId, batchId, batchAt: at } = answer;
          const sample = await openSample(projectId, { batchId, at }, answer.sample, vault);
          return { ...answer, sample: sample ?? NO_SAMPLE };
        }),
      );
    },
  });
}

/** Samples of experiments that a deletion looks through; one that can never be read again matches nothing. */
export function openExperimentErasure(store: ExperimentErasure, vault: Vault): ExperimentErasure {
  const opened: ExperimentErasure = Object.create(store);
  return Object.assign(opened, {
    async samples(projectId: string, id: string, after: number) {
      const rows = await store.samples(projectId, id, after);
      return Promise.all(
        rows.map(async ({ at, sample }) => {
          const place = experimentPlace(id, 'sample', at);
          const text = await openOrGone(vault, projectId, place, sample);
          return { at, sample: text ?? NO_SAMPLE };
        }),
      );
    },
  });
}
