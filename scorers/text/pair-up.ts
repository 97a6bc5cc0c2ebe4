/** Two partners and what their pairing is worth. */
export interface Pair {
  row: number;
  column: number;
  value: number;
}

/**
 * Pairs rows with columns, each at most once, so that the sum of the values is greatest.
 *
 * Source: H. W. Kuhn, "The Hungarian method for the assignment problem", 1955, by shortest augmenting
 * paths (Jonker & Volgenant 1987); time in the cube of the larger side.
 * @param values one list a row, one value from 0 to 1 a column
 */
export function pairUp(values: readonly (readonly number[])[]): Pair[] {
  const size = Math.max(values.length, ...values.map((row) => row.length));
  if (values.length === 0 || size === 0) return [];
  // Missing rows and columns are worth nothing, which makes the table square.
  const cost = (row: number, column: number) => -(values[row]?.[column] ?? 0);

  // Index 0 stands for "no partner yet"; rows and columns count from 1.
  const rowPotential = new Float64Array(size + 1);
  const columnPotential = new Float64Array(size + 1);
  const rowOf = new Int32Array(size + 1);
  for (let row = 1; row <= size; row += 1) {
    const cameFrom = new Int32Array(size + 1);
    const distance = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
    const isDone = new Uint8Array(size + 1);
    rowOf[0] = row;
    let column = 0;
    do {
      isDone[column] = 1;
      const current = rowOf[column] ?? 0;
      let step = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let other = 1; other <= size; other += 1) {
        if (isDone[other] === 1) continue;
        const reduced =
          cost(current - 1, other - 1) -
          (rowPotential[current] ?? 0) -
          (columnPotential[other] ?? 0);
        if (reduced < (distance[other] ?? 0)) {
          distance[other] = reduced;
          cameFrom[other] = column;
        }
        if ((distance[other] ?? 0) < step) {
          step = distance[other] ?? 0;
          next = other;
        }
      }
      for (let other = 0; other <= size; other += 1) {
        if (isDone[other] === 1) {
          const partner = rowOf[other] ?? 0;
          rowPotential[partner] = (rowPotential[partner] ?? 0) + step;
          columnPotential[other] = (columnPotential[other] ?? 0) - step;
        } else {
          distance[other] = (distance[other] ?? 0) - step;
        }
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const previous = cameFrom[column] ?? 0;
      rowOf[column] = rowOf[previous] ?? 0;
      column = previous;
    }
  }

  const pairs: Pair[] = [];
  for (let column = 1; column <= size; column += 1) {
    const row = (rowOf[column] ?? 0) - 1;
    const value = values[row]?.[column - 1];
    if (value !== undefined) pairs.push({ row, column: column - 1, value });
  }
  return pairs;
}

/**
 * The same pairs where a value is costly to find and its bound is not: only those values are found on
 * which the pairing can depend, the most promising first.
 *
 * @param atMost what each value is at most, one list a row
 * @param find finds a value; called at most once for each
 * @param onRound called before each time that all are paired up
 */
export function pairUpByPromise(
  atMost: readonly (readonly number[])[],
  find: (row: number, column: number) => number,
  onRound: () => void,
): Pair[] {
  const values = atMost.map((row) => [...row]);
  const left = atMost.map((row) =>
    row.map((_, column) => column).sort((a, b) => (row[b] ?? 0) - (row[a] ?? 0)),
  );
  const isKnown = atMost.map((row) => row.map((most) => most <= 0));
  const settle = (row: number, column: number) => {
    const known = isKnown[row];
    const found = values[row];
    if (known === undefined || found === undefined || known[column]) return;
    found[column] = find(row, column);
    known[column] = true;
  };
  for (let more = 1; ; more *= 2) {
    onRound();
    const pairs = pairUp(values);
    const open = pairs.filter(({ row, column }) => !isKnown[row]?.[column]);
    if (open.length === 0) return pairs;
    for (const { row, column } of open) {
      settle(row, column);
      for (const next of left[row]?.splice(0, more) ?? []) settle(row, next);
    }
  }
}
