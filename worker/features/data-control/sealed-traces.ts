import type { PartLimit, StoredPart, TraceIntake, TraceStore } from '../../store/traces.ts';
import { openOrGone, type Vault } from './vault.ts';

/** Live traces whose content is encrypted while it waits to be scored. */
export function sealTraces(store: TraceStore, vault: Vault, seals: boolean): TraceStore {
  const sealed: TraceStore = Object.create(store);
  return Object.assign(sealed, {
    async take(intake: TraceIntake) {
      if (!seals) return store.take(intake);
      const { projectId } = intake;
      const parts = await Promise.all(
        intake.parts.map(async ({ traceId, part, reading }) => ({
          ...{ traceId, part },
          reading: await vault.seal(projectId, placeOf(traceId, part), reading),
        })),
      );
      return store.take({ ...intake, parts });
    },
    async parts(projectId: string, traceId: string, limit: PartLimit) {
      const rows = await store.parts(projectId, traceId, limit);
      const opened = await Promise.all(rows.map((row) => openPart(projectId, traceId, row, vault)));
      return opened.flatMap((row) => row ?? []);
    },
  });
}

/** A part whose key was dropped can never be read again: it is as if it had not come. */
async function openPart(
  projectId: string,
  traceId: string,
  row: StoredPart,
  vault: Vault,
): Promise<StoredPart | undefined> {
  const reading = await openOrGone(vault, projectId, placeOf(traceId, row.part), row.reading);
  return reading === undefined ? undefined : { ...row, reading };
}

function placeOf(traceId: string, part: string): string {
  return `trace/${traceId}/${part}`;
}
