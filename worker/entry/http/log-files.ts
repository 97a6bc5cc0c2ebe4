import { readTilePath } from '@assay/schema/records/tile-path.ts';
import { ApiProblem } from '../../core/problem.ts';
import { checkpointOf } from '../../features/records/checkpoints.ts';
import type { AppContext } from '../context.ts';
import { authenticate, limitByAddress } from './authenticate.ts';

/** The newest checkpoint of a log as a signed note. */
export async function logCheckpointFile(c: AppContext): Promise<Response> {
  const { projectId } = await readerOf(c);
  const { checkpoint } = await checkpointOf(projectId, c.get('services'));
  return c.body(checkpoint, 200, { 'Content-Type': 'text/plain; charset=utf-8' });
}

/** A tile of a log, or the data of its leaves: what is there once never changes. */
export async function logTileFile(c: AppContext): Promise<Response> {
  const { projectId, isPublic } = await readerOf(c);
  const place = readTilePath(c.req.param('tile') ?? '');
  if (place === undefined) throw new ApiProblem('log_not_found');
  const { level, index, width } = place;
  const log = c.get('services').projectLogs.of(projectId);
  const bytes = await (level === 'entries'
    ? log.bundle(index, width)
    : log.tile(level, index, width));
  if (bytes === null) throw new ApiProblem('log_not_found');
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': 'application/octet-stream',
    'Cache-Control': `${isPublic ? 'public' : 'private'}, max-age=31536000, immutable`,
  });
}

/**
 * Whose log is read: one that is public, or that of the caller's key.
 *
 * @throws ApiProblem of the key, or `log_not_found` for another project's log
 */
async function readerOf(c: AppContext): Promise<{ projectId: string; isPublic: boolean }> {
  const asked = c.req.param('project') ?? '';
  if (c.get('services').config.publicLogs.includes(asked)) {
    await limitByAddress(c);
    return { projectId: asked, isPublic: true };
  }
  const { projectId } = await authenticate(c, 'read');
  if (projectId !== asked) throw new ApiProblem('log_not_found');
  return { projectId, isPublic: false };
}
