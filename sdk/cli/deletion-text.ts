import { counted } from '@assay/schema/counted.ts';
import type { Deletion, DeletionTarget } from '@assay/schema/types.ts';
import { erasedText } from '../erased-text.ts';
import type { VerifiedDeletion } from '../receipts.ts';

/** A report that was verified, in words. */
export function reportText({ keyId, detail }: VerifiedDeletion): string {
  const { deletion, project, target, completedAt, signedAt, erased, staying, notSearched } = detail;
  const remark = ({ what, why }: { what: string; why: string }) => `    ${what}: ${why}`;
  return [
    `VALID  ${deletion}: ${targetText(target)}`,
    `  completed ${completedAt} in ${project}`,
    `  signed    ${signedAt} by ${keyId}`,
    `  deleted   ${erasedText(erased)}`,
    ...(staying.length === 0 ? [] : ['  stays', ...staying.map(remark)]),
    ...(notSearched.length === 0 ? [] : ['  not searched', ...notSearched.map(remark)]),
    '',
  ].join('\n');
}

/** A deletion on one line. */
export function deletionLine({ id, status, target, step, erased }: Deletion): string {
  const state = step === null ? status : `${status} (${step})`;
  return `${id}  ${state}  ${targetText(target)}: ${erasedText(erased)}\n`;
}

function targetText(target: DeletionTarget): string {
  if (target.kind === 'verdicts') return counted(target.verdictIds.length, 'verdict');
  if (target.kind === 'metadata') return `all of one value of \`${target.key}\``;
  return `the project ${target.project}`;
}
