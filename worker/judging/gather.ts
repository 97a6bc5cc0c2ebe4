/**
 * Gathers what is asked for in one turn of the event loop, so that it is answered together.
 *
 * @param answer gives one answer an item, in their order
 */
export function gather<Item, Answer extends NonNullable<unknown> | null>(
  answer: (items: readonly Item[]) => Promise<readonly Answer[]>,
): (item: Item) => Promise<Answer> {
  let gathered: { items: Item[]; answers: Promise<readonly Answer[]> } | undefined;

  async function answerNextTurn(items: readonly Item[]): Promise<readonly Answer[]> {
    await scheduler.wait(0);
    gathered = undefined;
    return answer(items);
  }

  return async (item) => {
    if (gathered === undefined) {
      const items: Item[] = [];
      gathered = { items, answers: answerNextTurn(items) };
    }
    const { items, answers } = gathered;
    const place = items.push(item) - 1;
    const given = (await answers)[place];
    if (given === undefined) throw new RangeError('what was gathered got too few answers');
    return given;
  };
}
