import { DONE, type Phase } from './deletion-needs.ts';

/** Cached answers of judges, which may quote samples and do not say which: all of the project's. */
export const JUDGE_ANSWERS: Phase<unknown> = {
  name: 'cached answers of judges',
  async step(deletion, _, __, { erasure }) {
    return (await erasure.judgeAnswers.removeSome(deletion))
      ? DONE
      : { status: 'more', cursor: 'some' };
  },
};
