import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const READ = `import sys
from prov.model import ProvDocument
print(ProvDocument.deserialize(sys.stdin).get_provn())`;

const path = join(import.meta.dirname, '..', 'worker', 'features', 'records', 'prov-vector.json');
const vector: { document: object; provn: string[] } = JSON.parse(readFileSync(path, 'utf8'));

const hasReader = spawnSync('/usr/bin/python3', ['-c', 'import prov']).status === 0;

// `apt-get install python3-prov`; worker/features/records/prov-document.test.ts compares with what it read.
test.skipIf(!hasReader)('the Python package prov reads lineage as it is written down', () => {
  const { stdout, stderr } = spawnSync('/usr/bin/python3', ['-c', READ], {
    input: JSON.stringify(vector.document),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(stdout.trimEnd().split('\n')).toEqual(vector.provn);
});
