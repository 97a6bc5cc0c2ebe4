import type {
  AssignedProgress,
  AssignedQueue,
  Dispute,
  LabelSpan,
  LabelValue,
  ReviewTask,
  Suggestion,
} from '@assay/sdk';
import { signal } from '@preact/signals';
import { endSessionIfRefused } from '../../data/use-loaded.ts';
import { session } from '../../session/session.ts';

/** Items to decide that are read at a time. */
const DISPUTES = 20;
/** As many passages as the API takes. */
const MOST_SPANS = 50;

/** The review of one queue: the item in hand, what is said of it, and the way back. */
export type Review = ReturnType<typeof createReview>;

/** Reviews the items of a queue one after another. */
export function createReview(name: string) {
  const queue = signal<AssignedQueue | undefined>(undefined);
  const task = signal<ReviewTask | null | undefined>(undefined);
  const progress = signal<AssignedProgress | undefined>(undefined);
  const value = signal<LabelValue | undefined>(undefined);
  const comment = signal('');
  const spans = signal<LabelSpan[]>([]);
  const isMarking = signal(false);
  /** The item to decide, in place of one to review. */
  const dispute = signal<Dispute | undefined>(undefined);
  let disputes: Dispute[] = [];
  const suggestion = signal<Suggestion | null>(null);
  const error = signal<unknown>(undefined);
  const notice = signal('');
  const isBusy = signal(false);
  const before: number[] = [];
  // A draft on its way delays no answer, only the request after it.
  let draft = Promise.resolve();

  /** One request at a time: keys that come while one is under way are not for the next item. */
  async function during(work: () => Promise<void>): Promise<void> {
    if (isBusy.value) return;
    isBusy.value = true;
    try {
      await draft;
      error.value = undefined;
      await work();
    } catch (cause) {
      endSessionIfRefused(cause);
      error.value = cause;
    } finally {
      isBusy.value = false;
    }
  }

  async function take(item?: number): Promise<void> {
    const claimed = await session().assay.reviews.claim(name, item);
    task.value = claimed.task;
    progress.value = claimed.progress;
    value.value = claimed.task?.answer.value;
    comment.value = claimed.task?.answer.comment ?? '';
    spans.value = claimed.task?.answer.spans ?? [];
    isMarking.value = false;
    dispute.value = undefined;
    suggestion.value = claimed.task?.suggestion ?? null;
  }

  /** The next item to decide, or back to reviewing if there is none. */
  async function takeDispute(): Promise<void> {
    if (disputes.length === 0) {
      disputes = (await session().assay.reviews.disputes(name, { limit: DISPUTES })).items;
    }
    const next = disputes.shift();
    if (next === undefined) {
      await take();
      notice.value = 'Nothing is left to decide.';
      return;
    }
    dispute.value = next;
    value.value = undefined;
    comment.value = '';
    spans.value = [];
    isMarking.value = false;
    suggestion.value = next.suggestion;
  }

  /** What is said beside the answer. */
  function aside(): { comment?: string; spans?: LabelSpan[] } {
    return {
      ...(comment.value.trim() !== '' && { comment: comment.value }),
      ...(spans.value.length > 0 && { spans: spans.value }),
    };
  }

  return {
    ...{ queue, task, progress, value, comment, spans, isMarking, dispute, suggestion },
    ...{ error, notice, isBusy },

    start: () =>
      during(async () => {
        const { items } = await session().assay.reviews.queues();
        queue.value = items.find((each) => each.name === name);
        if (queue.value !== undefined) await take();
      }),

    choose(chosen: LabelValue): void {
      if (!isBusy.value) value.value = chosen;
    },

    submit: () =>
      during(async () => {
        const item = dispute.value?.item ?? task.value?.item;
        const chosen = value.value;
        if (item === undefined) return;
        if (chosen === undefined || chosen === '') {
          notice.value = 'Choose an answer first.';
          return;
        }
        const answer = { value: chosen, ...aside() };
        if (dispute.value !== undefined) {
          await session().assay.reviews.adjudicate(name, item, answer);
          await takeDispute();
          notice.value = `Item ${item} is decided.`;
          return;
        }
        await session().assay.reviews.submit(name, item, answer);
        before.push(item);
        notice.value = `Item ${item} is submitted.`;
        await take();
      }),

    skip: () =>
      during(async () => {
        if (dispute.value !== undefined) return takeDispute();
        const item = task.value?.item;
        if (item === undefined || task.value?.status === 'submitted') return;
        await session().assay.reviews.skip(name, item);
        before.push(item);
        notice.value = `Item ${item} is skipped.`;
        await take();
      }),

    /** Begins to decide items on which reviewers differ, or goes back to reviewing. */
    decide: () =>
      during(async () => {
        if (!queue.value?.mayAdjudicate) {
          notice.value = 'This key may not decide where reviewers differ.';
          return;
        }
        disputes = [];
        await (dispute.value === undefined ? takeDispute() : take());
      }),

    /** Opens the output to mark passages of it. */
    startMarking(): void {
      const output = (dispute.value ?? task.value)?.sample?.output;
      if (typeof output === 'string' && output.trim() !== '') isMarking.value = true;
      else notice.value = 'The output has no text to mark.';
    },

    mark(span: LabelSpan): void {
      if (spans.value.length >= MOST_SPANS) {
        notice.value = `An answer has at most ${MOST_SPANS} passages.`;
        return;
      }
      const isThere = spans.value.some(
        ({ start, end }) => start === span.start && end === span.end,
      );
      if (!isThere) spans.value = [...spans.value, span];
      isMarking.value = false;
      notice.value = 'The passage is marked.';
    },

    unmark(index: number): void {
      spans.value = spans.value.filter((_, i) => i !== index);
    },

    /** Goes back to the item before, to change the answer. */
    undo: () =>
      during(async () => {
        const item = before.pop();
        if (item === undefined) {
          notice.value = 'There is nothing to go back to.';
          return;
        }
        await take(item);
        notice.value = `Back at item ${item}.`;
      }),

    /** Goes on from an item that was gone back to, and leaves it as it is. */
    next: () => during(() => take()),

    /** Shows what the judge said of a submitted item, whose answer is final then. */
    reveal: () =>
      during(async () => {
        if (dispute.value !== undefined) return;
        const item = task.value;
        if (item?.status !== 'submitted') {
          notice.value = 'The judge’s answer is hidden until you have submitted yours.';
          return;
        }
        const shown = await session().assay.reviews.reveal(name, item.item);
        suggestion.value = shown.suggestion;
        notice.value = shown.suggestion ? '' : 'No judge has scored this sample.';
      }),

    /** Keeps a comment that is not submitted yet. */
    keep(): void {
      const item = task.value;
      if (isBusy.value || !item || item.status === 'submitted') return;
      const kept = comment.value;
      if (kept === (item.answer.comment ?? '')) return;
      const said = {
        ...(value.value !== undefined && { value: value.value }),
        ...(spans.value.length > 0 && { spans: spans.value }),
      };
      draft = draft
        .then(() => session().assay.reviews.draft(name, item.item, { ...said, comment: kept }))
        .then(
          () => {
            item.answer.comment = kept;
          },
          (cause) => {
            endSessionIfRefused(cause);
            error.value = cause;
          },
        );
    },
  };
}
