import { ApiProblem } from '../../core/problem.ts';
import type { ExchangeStore } from '../../store/judge-exchanges.ts';
import type { LoggedVerdict, LoggedVerdicts } from '../../store/logged-verdicts.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import type { VerdictQueue } from '../../store/verdict-queue.ts';
import type { VerdictRow, VerdictStore } from '../../store/verdicts.ts';
import { keyOf, openOrGone, SEALED, type Vault, writeSealed } from './vault.ts';

/** The place of what judges were asked for a verdict, or for a sample of a batch. */
export function exchangePlace(recordId: string): string {
  return `${recordId}/exchange`;
}

/** Verdicts whose samples and exchanges are encrypted where they are written, and decrypted where they are read. */
export function sealVerdicts(store: VerdictStore, vault: Vault, seals: boolean): VerdictStore {
  return {
    ...store,
    async insert(rows) {
      // The queue may bring what was encrypted before the deployment ceased to encrypt.
      if (!seals && !rows.some(isSealedRow)) return store.insert(rows);
      const projectIds = rows.map(({ projectId }) => projectId);
      return writeSealed(vault, projectIds, async () =>
        store.insert(
          await Promise.all(
            rows.map((row) => (seals || isSealedRow(row) ? sealRow(row, vault) : row)),
          ),
        ),
      );
    },
    async find(projectId, id) {
      const found = await store.find(projectId, id);
      return found && { ...found, sample: await vault.open(projectId, id, found.sample) };
    },
    async samples(asked) {
      const rows = await store.samples(asked);
      return Promise.all(
        rows.map(async ({ id, sample }) => ({
          ...{ id, sample: (await openOrGone(vault, asked.projectId, id, sample)) ?? NO_SAMPLE },
        })),
      );
    },
  };
}

/** Verdicts in the queue, encrypted before they are handed over. */
export function sealQueue(queue: VerdictQueue, vault: Vault): VerdictQueue {
  return {
    // Base64 takes four characters for three bytes.
    fits: (row) => queue.fits({ ...row, sample: row.sample + grown(row.sample) }),
    async send(rows) {
      const sealed = await Promise.all(rows.map((row) => sealRow(row, vault)));
      // Their key can be dropped until they arrive, and they are not lost by that. Their samples say which it is.
      await queue.send(sealed.map(({ sealedBy: _, ...row }) => row));
    },
  };
}

function grown(text: string): string {
  return 'x'.repeat(Math.ceil(new TextEncoder().encode(text).length / 3) + 200);
}

/** A queue brings what was encrypted before it was handed over. The JSON of a sample is no text. */
function isSealedRow({ sample }: VerdictRow): boolean {
  return sample.startsWith(`"${SEALED}`);
}

async function sealRow(row: VerdictRow, vault: Vault): Promise<VerdictRow> {
  const { projectId, id, sample, exchanges } = row;
  if (sample === NO_SAMPLE) return row;
  if (isSealedRow(row)) return withoutUnreadable(row, vault);
  const place = exchangePlace(id);
  const sealed = await vault.seal(projectId, id, sample);
  return {
    ...row,
    sample: JSON.stringify(sealed),
    sealedBy: keyOf(sealed),
    ...(exchanges && {
      exchanges: await Promise.all(exchanges.map((one) => vault.seal(projectId, place, one))),
    }),
  };
}

/**
 * A delivered verdict; if its key was dropped meanwhile, no text that this key encrypted is written any
 * more. If it is dropped from here on, the database refuses the row.
 */
async function withoutUnreadable(row: VerdictRow, vault: Vault): Promise<VerdictRow> {
  const keyId = keyOf(JSON.parse(row.sample));
  if (!(await vault.isDropped(row.projectId, keyId))) return { ...row, sealedBy: keyId };
  return { ...row, sample: JSON.stringify(`${SEALED}${keyId}:`), exchanges: undefined };
}

/** Exchanges that are decrypted where they are read. */
export function openExchanges(store: ExchangeStore, vault: Vault): ExchangeStore {
  const open = (projectId: string, recordId: string, texts: readonly string[]) =>
    Promise.all(texts.map((text) => vault.open(projectId, exchangePlace(recordId), text)));
  return {
    find: async (projectId, verdictId) =>
      open(projectId, verdictId, await store.find(projectId, verdictId)),
    findOfSample: async (projectId, batchId, at) =>
      open(projectId, `${batchId}/${at}`, await store.findOfSample(projectId, batchId, at)),
  };
}

/** Rows for the log, their samples decrypted; null for one whose key was dropped. */
export function openLogged(store: LoggedVerdicts, vault: Vault): LoggedVerdicts {
  return {
    bare: (projectId, id) => store.bare(projectId, id),
    idsAfter: (projectId, id, limit) => store.idsAfter(projectId, id, limit),
    async some(projectId, ids) {
      const rows = await store.some(projectId, ids);
      return Promise.all(
        rows.map(async (row) => ({ ...row, sample: await sampleOf(projectId, row, vault) })),
      );
    },
  };
}

async function sampleOf(projectId: string, { id, sample }: LoggedVerdict, vault: Vault) {
  if (sample === null) return null;
  try {
    return await vault.open(projectId, id, sample);
  } catch (cause) {
    if (!(cause instanceof ApiProblem)) throw cause;
    if (cause.code === 'sample_unreadable') return null;
    // What was changed stays as it is, and is no sample.
    if (cause.code === 'sample_altered') return sample;
    throw cause;
  }
}
