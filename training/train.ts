/**
 * `npm run train -- DETECTOR [--data FOLDER]`: trains a detector, and writes its weights file and the hash
 * that its fingerprint holds. The same rows give the same bytes. See README.md.
 */
import { hash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DATA_FOLDER } from './rows.ts';
import { TRAININGS } from './trainings.ts';

const MODELS = join(import.meta.dirname, '..', 'scorers', 'detectors', 'model');

const { values, positionals } = parseArgs({
  options: { data: { type: 'string', default: DATA_FOLDER } },
  allowPositionals: true,
});
const [name = ''] = positionals;
const train = TRAININGS[name];
if (train === undefined) {
  console.error(`Name one of these detectors: ${Object.keys(TRAININGS).join(', ')}.`);
  process.exit(1);
}
const bytes = await train(values.data);
writeFileSync(join(MODELS, `${name}.bin`), bytes);
const weights = join(MODELS, 'weights.ts');
const line = new RegExp(`^  ${name}: .*$`, 'm');
const known = readFileSync(weights, 'utf8');
writeFileSync(weights, known.replace(line, `  ${name}: 'sha256:${hash('sha256', bytes)}',`));
console.log(`${name}.bin: ${bytes.length} bytes`);
