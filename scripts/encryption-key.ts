/**
 * `npm run --silent encryption-key [-- --id 2027]`: makes an entry of the secret ASSAY_ENCRYPTION_KEYS on
 * standard output. To change the master key, put the new entry before the old one, with a comma between.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { id: { type: 'string' } } });
const id = values.id ?? new Date().toISOString().slice(0, 10);
if (!/^[A-Za-z0-9_-]{1,40}$/.test(id)) {
  console.error('--id must be 1 to 40 letters, digits, "_" or "-".');
  process.exit(2);
}
console.log(`${id}:${randomBytes(32).toString('base64url')}`);
