import { isAbout } from '../traces/is-about.ts';
import { isSessionKey } from '../traces/score-sessions.ts';
import {
  type DeletionNeeds,
  DONE,
  type MetadataTarget,
  type Phase,
  type RunningDeletion,
} from './deletion-needs.ts';

const TRACES_A_STEP = 50;
const MOST_READ = { parts: 20_000, characters: 16_000_000 };

/** Live traces that wait to be scored: what they would be found by is looked at. */
export const WAITING_TRACES: Phase<MetadataTarget> = {
  name: 'live traces that wait to be scored',
  async step(deletion, target, cursor, needs) {
    const ids = await needs.erasure.traces.waiting(deletion.projectId, cursor ?? '', TRACES_A_STEP);
    for (const traceId of ids) await eraseTrace(deletion, traceId, target, needs);
    const last = ids.at(-1);
    return last === undefined ? DONE : { status: 'more', cursor: last };
  },
};

/** What previews know of spans for an hour: all of the project's. */
export const TRACE_FACTS: Phase<unknown> = {
  name: 'spans of the last hour',
  async step(deletion, _, __, { erasure }) {
    return (await erasure.traces.eraseSomeFacts(deletion))
      ? DONE
      : { status: 'more', cursor: 'some' };
  },
};

async function eraseTrace(
  deletion: RunningDeletion,
  traceId: string,
  target: MetadataTarget,
  { traces, erasure }: DeletionNeeds,
): Promise<void> {
  const { projectId } = deletion;
  const rows = await traces.parts(projectId, traceId, MOST_READ);
  const found = rows
    .filter(({ reading }) => isAbout(JSON.parse(reading), target, projectId))
    .map(({ part }) => part);
  if (found.length === 0) return;
  // Turns of a session may be of several people; spans of a trace are one sample.
  await erasure.traces.erase(deletion, traceId, isSessionKey(traceId) ? found : undefined);
}
