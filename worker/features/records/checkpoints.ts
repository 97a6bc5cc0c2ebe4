import { fromBase64, fromHex, toBase64, utf8Bytes } from '@assay/schema/records/bytes.ts';
import { checkpointText, readCheckpoint } from '@assay/schema/records/checkpoint.ts';
import { noteKeyId, verifierKey, writeNote } from '@assay/schema/records/signed-note.ts';
import type { LogCheckpoint } from '@assay/schema/types.ts';
import type { Config } from '../../core/config.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { LogState } from '../../core/project-log.ts';
import type { ProjectLogs } from '../../store/project-logs.ts';
import type { SigningKeys } from './signing-keys.ts';

export interface CheckpointNeeds {
  projectLogs: ProjectLogs;
  /** Undefined if the deployment has no keys. */
  signingKeys: SigningKeys | undefined;
  config: Pick<Config, 'logHost'>;
}

/** A signed checkpoint, and the size that it is for. */
export interface SignedCheckpoint {
  size: number;
  note: string;
}

/**
 * The newest checkpoint of a project's log; of a log that was altered since, the one that was signed.
 *
 * @throws ApiProblem `signing_unconfigured`
 */
export async function checkpointOf(
  projectId: string,
  needs: CheckpointNeeds,
): Promise<LogCheckpoint> {
  const keys = signingKeysOf(needs);
  const state = await needs.projectLogs.of(projectId).state();
  const { published } = state;
  const isAltered = published !== null && !published.isStart;
  const { note } = isAltered ? published : await publish(projectId, state, needs);
  const { origin, size, root } = readCheckpoint(note).checkpoint;
  return {
    ...{ origin, size, root: toBase64(root), checkpoint: note },
    keys: await Promise.all(keys.keys.map(({ x }) => verifierKey(origin, fromBase64(x)))),
  };
}

/**
 * Signs the state of a log, unless that was done already by the key in use. A log never signs what does
 * not extend what it signed before.
 *
 * @throws ApiProblem `signing_unconfigured` or `log_altered`
 */
export async function publish(
  projectId: string,
  { size, root, published }: LogState,
  needs: CheckpointNeeds,
): Promise<SignedCheckpoint> {
  const keys = signingKeysOf(needs);
  const origin = originOf(projectId, needs);
  const keyId = await noteKeyId(origin, fromBase64(keys.keys[0].x));
  if (published?.isStart === false) throw new ApiProblem('log_altered');
  if (published?.size === size && published.keyId === keyId) return published;
  const text = checkpointText({ origin, size, root: fromHex(root) });
  const { signature } = await keys.sign(utf8Bytes(text));
  const note = writeNote(text, [{ name: origin, keyId, signature }]);
  await needs.projectLogs.of(projectId).publish({ size, root, keyId, note });
  return { size, note };
}

/** The name of a project's log: where it is served, without the scheme. */
function originOf(projectId: string, { config }: CheckpointNeeds): string {
  return `${config.logHost}/v1/logs/${projectId}`;
}

/** @throws ApiProblem `signing_unconfigured` */
export function signingKeysOf({ signingKeys }: Pick<CheckpointNeeds, 'signingKeys'>): SigningKeys {
  if (signingKeys === undefined) throw new ApiProblem('signing_unconfigured');
  return signingKeys;
}
