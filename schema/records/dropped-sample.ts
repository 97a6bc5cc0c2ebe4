/** What the log calls the sample of a verdict that was dropped: the verdict itself stays. */
export function droppedSampleId(verdictId: string): string {
  return `${verdictId}${SUFFIX}`;
}

/** The verdict whose sample an id of `droppedSampleId` names; undefined for other ids. */
export function verdictOfDropped(id: string): string | undefined {
  return id.endsWith(SUFFIX) ? id.slice(0, -SUFFIX.length) : undefined;
}

const SUFFIX = '/sample';
