// Scorers that begin together go on in step: none is more turns than this behind another. A timer
// would wait for all of them too, and for a millisecond.
const TURNS = 20;

/**
 * Gathers what is asked for at the same time, so that it is answered together.
 *
 * @param answer gives one answer an item, in their order
 */
export function gather<Item, Answer extends NonNullable<unknown> | null>(
  answer: (items: readonly Item[]) => Promise<readonly Answer[]>,
): (item: Item) => Promise<Answer> {
  let gathered: { items: Item[]; answers: Promise<readonly Answer[]> } | undefined;

  async function answerTogether(items: readonly Item[]): Promise<readonly Answer[]> {
    for (let turn = 0; turn < TURNS; turn += 1) await null;
    gathered = undefined;
    return answer(items);
  }

  return async (item) => {
    if (gathered === undefined) {
      const items: Item[] = [];
      gathered = { items, answers: answerTogether(items) };
    }
    const { items, answers } = gathered;
    const place = items.push(item) - 1;
    const given = (await answers)[place];
    if (given === undefined) throw new RangeError('the grouped call returned too few answers');
    return given;
  };
}
