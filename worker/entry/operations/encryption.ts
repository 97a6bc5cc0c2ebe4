import { DataKey, Encryption } from '@assay/schema/encryption.ts';
import {
  dropDataKeys,
  getEncryption,
  rotateDataKey,
} from '../../features/data-control/encryption.ts';
import { noBody } from './bodies.ts';
import { operation } from './operation.ts';

export const ENCRYPTION = [
  operation({
    id: 'getEncryption',
    scope: 'read',
    route: 'GET /v1/project/encryption',
    tag: 'Project',
    summary: 'Read whether samples are encrypted, and by which keys',
    answers: { status: 200, description: 'The encryption.', schema: Encryption },
    run: ({ projectId }, services) => getEncryption(projectId, services),
  }),
  operation({
    id: 'rotateDataKey',
    scope: 'admin',
    route: 'POST /v1/project/encryption/keys',
    tag: 'Project',
    summary: 'Make a new key, which encrypts from now on',
    description: 'Keys that were made before still decrypt what they encrypted.',
    body: noBody,
    audit: {
      kind: 'change',
      subject: () => 'encryption',
      state: ({ projectId }, services) => getEncryption(projectId, services),
    },
    answers: { status: 201, description: 'The key.', schema: DataKey },
    problems: ['encryption_unconfigured'],
    run: ({ projectId }, services) => rotateDataKey(projectId, services),
  }),
  operation({
    id: 'dropDataKeys',
    scope: 'admin',
    route: 'DELETE /v1/project/encryption/keys',
    tag: 'Project',
    summary: 'Drop all keys: what they encrypted becomes unreadable',
    description:
      'Cannot be undone. Samples and judge exchanges that were encrypted answer `sample_unreadable` from then on, at once and everywhere. Verdicts stay, and what is scored afterwards is encrypted with a new key.',
    audit: {
      kind: 'change',
      subject: () => 'encryption',
      state: ({ projectId }, services) => getEncryption(projectId, services),
    },
    answers: { status: 200, description: 'The keys, all dropped.', schema: Encryption },
    run: ({ projectId }, services) => dropDataKeys(projectId, services),
  }),
] as const;
