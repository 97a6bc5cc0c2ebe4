import type { MonitorContent } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import type { MonitorDefinition } from '../../core/monitoring/writer.ts';
import type { StoredMonitor } from '../../store/monitors.ts';

/** What the writer of a monitor needs to know of it. */
export function definitionOf({
  name,
  version,
  content,
  baseline,
}: Pick<StoredMonitor, 'name' | 'version' | 'content' | 'baseline'>): MonitorDefinition {
  const watched = watchedOf(content);
  const { anchors } = content;
  return {
    ...{ name, version, content, watched },
    ...(anchors && { anchorsKey: fingerprint({ anchors, watched }) }),
    ...(baseline !== null && { baseline: JSON.parse(baseline) }),
  };
}

/** Differs where what was seen says nothing of the monitor any more. */
function watchedOf(content: MonitorContent): string {
  const { source, where, scorer, measure, baseline } = content;
  const { targetRunLength, smallestEffect, direction } = content;
  return fingerprint({
    source: source ?? 'live',
    where: where ?? {},
    scorer: scorer ?? null,
    measure: measure ?? 'value',
    baseline: baseline ?? null,
    targetRunLength: targetRunLength ?? null,
    smallestEffect: smallestEffect ?? null,
    direction: direction ?? null,
  });
}
