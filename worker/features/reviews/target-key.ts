import type { LabelTarget } from '@assay/schema/types.ts';

/** The key by which labels of one target are kept together. */
export function targetKey(target: LabelTarget): string {
  if ('verdictId' in target) return `verdict:${target.verdictId}`;
  if ('dataset' in target) return `item:${target.dataset}:${target.itemId}`;
  if ('batchId' in target) return `batch:${target.batchId}:${target.index}`;
  return `sample:${target.sampleHash}`;
}

/** The target of a key. @throws RangeError for what is none */
export function targetOf(key: string): LabelTarget {
  const [, kind, rest = ''] = /^(\w+):(.*)$/s.exec(key) ?? [];
  if (kind === 'verdict') return { verdictId: rest };
  if (kind === 'sample') return { sampleHash: rest };
  const [, first = '', second = ''] = /^([^:]*):(.*)$/s.exec(rest) ?? [];
  if (kind === 'item') return { dataset: first, itemId: second };
  if (kind === 'batch') return { batchId: first, index: Number(second) };
  throw new RangeError(`${key} is not the key of a target`);
}
