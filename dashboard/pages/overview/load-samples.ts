import { ConflictError, type Sample, type SuiteInput } from '@assay/sdk';
import { session } from '../../session/session.ts';

/**
 * Scores the sample answers twice, the second time with a changed prompt, as `npm run demo` does.
 *
 * @returns the id of the second batch
 */
export async function loadSamples(): Promise<string> {
  const { assay } = session();
  const [{ default: suite }, { default: first }, { default: second }] = await Promise.all([
    import('../../../examples/support-suite.json'),
    import('../../../examples/support-answers.jsonl?raw'),
    import('../../../examples/support-answers-concise.jsonl?raw'),
  ]);
  // A key that may not save suites scores by the same scorers.
  const options = await suiteOptions(suite as SuiteInput);
  const base = await assay.batches.create(samplesOf(first), {
    ...options,
    metadata: { prompt: 'first prompt' },
  });
  await assay.batches.wait(base.id, { pollMs: 250 });
  const changed = await assay.batches.create(samplesOf(second), {
    ...options,
    metadata: { prompt: 'changed prompt' },
  });
  await assay.batches.wait(changed.id, { pollMs: 250 });
  return changed.id;
}

async function suiteOptions(suite: SuiteInput) {
  const tags = ['demo'];
  const { assay, key } = session();
  if (!key.scopes.some((scope) => scope === 'suites' || scope === 'admin')) {
    return { scorers: suite.scorers, tags };
  }
  const { name, ...content } = suite;
  const { version } = await assay.suites.create(suite).catch((cause: unknown) => {
    if (cause instanceof ConflictError) return assay.suites.addVersion(name, content);
    throw cause;
  });
  return { suite: `${name}@${version}`, tags };
}

function samplesOf(lines: string): Sample[] {
  return lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): Sample => JSON.parse(line));
}
