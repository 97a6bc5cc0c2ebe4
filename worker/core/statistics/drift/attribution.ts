/** What has moved: nothing known yet, a stream alarm that waits for the anchors, or who. */
export type Attribution =
  | { status: 'watching' }
  | { status: 'waiting'; left: number }
  | { status: 'decided'; moved: 'judge' | 'application' };

/** What happened at one value of the stream. */
export interface Alarms {
  /** The detector on the stream of scores has raised an alarm. */
  stream: boolean;
  /** The detector on the gap of judge and people on the anchors has. */
  anchors: boolean;
}

/**
 * Tells drift of the judge from drift of the application. Items with labels of people, the anchors, are
 * judged again all the time. If they alarm, the judge has moved; if the stream alarms and the anchors
 * do not within the guard, the application has. The anchors must be dense enough to alarm sooner.
 *
 * Source: "Who drifted: the system or the judge?", arXiv 2606.15474.
 * @param guard for how many values to wait for the anchors
 */
export function attribute(before: Attribution, alarms: Alarms, guard: number): Attribution {
  if (before.status === 'decided') return before;
  if (alarms.anchors) return { status: 'decided', moved: 'judge' };
  if (before.status === 'waiting') {
    return before.left <= 1
      ? { status: 'decided', moved: 'application' }
      : { status: 'waiting', left: before.left - 1 };
  }
  if (!alarms.stream) return before;
  return guard <= 0
    ? { status: 'decided', moved: 'application' }
    : { status: 'waiting', left: guard };
}
