import { logCheckpointFile, logTileFile } from '../http/log-files.ts';
import type { DocumentedOpenRoute } from './operation.ts';

const PROJECT = 'Id of the project.';
const WHO =
  'Needs a key of the project with the scope `read`, unless ASSAY_PUBLIC_LOGS lists the project.';

/** The log as the files that witnesses and monitors of transparency logs follow (C2SP tlog-tiles). */
export const LOG_FILES: readonly DocumentedOpenRoute[] = [
  {
    id: 'getLogCheckpointFile',
    scope: 'none',
    route: 'GET /v1/logs/:project/checkpoint',
    tag: 'Log',
    summary: 'Get the checkpoint as a file',
    description: `A signed note (C2SP tlog-checkpoint). ${WHO}`,
    parameters: { project: PROJECT },
    answers: { status: 200, description: 'The checkpoint.' },
    mediaTypes: ['text/plain'],
    problems: ['log_not_found', 'signing_unconfigured', 'key_missing', 'rate_limited'],
    respond: logCheckpointFile,
  },
  {
    id: 'getLogTile',
    scope: 'none',
    route: 'GET /v1/logs/:project/tile/:tile{.+}',
    tag: 'Log',
    summary: 'Get a tile of the log',
    description: `Hashes of a level, or the data of leaves (C2SP tlog-tiles): \`0/x001/234\`, \`1/000.p/3\` or \`entries/x001/234\`. ${WHO}`,
    parameters: { project: PROJECT, tile: 'Level, index and width of the tile.' },
    answers: { status: 200, description: 'The bytes of the tile.' },
    mediaTypes: ['application/octet-stream'],
    problems: ['log_not_found', 'key_missing', 'rate_limited'],
    respond: logTileFile,
  },
];
