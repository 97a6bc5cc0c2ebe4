import type { Verdict } from '@assay/schema/types.ts';

/** The labels of one kind of filter each: what a verdict is stored and found under. */
export const label = {
  passed: (passed: boolean | null) => `passed:${passed}`,
  scorer: (name: string) => `scorer:${name}`,
  failed: (name: string) => `failed:${name}`,
  errored: (name: string) => `errored:${name}`,
  tag: (tag: string) => `tag:${tag}`,
  metadataKey: (key: string) => `key:${key}`,
  metadata: (key: string, value: string) => `meta:${JSON.stringify([key, value])}`,
};

/** Every label of a verdict, each once. */
export function labelsOf({ passed, scores, tags, metadata }: Verdict): string[] {
  const labels = [label.passed(passed)];
  for (const score of scores) {
    labels.push(label.scorer(score.name));
    if (score.passed === false) labels.push(label.failed(score.name));
    if (score.status === 'error') labels.push(label.errored(score.name));
  }
  for (const tag of tags) labels.push(label.tag(tag));
  for (const [key, value] of Object.entries(metadata)) {
    labels.push(label.metadataKey(key), label.metadata(key, String(value)));
  }
  return [...new Set(labels)];
}
