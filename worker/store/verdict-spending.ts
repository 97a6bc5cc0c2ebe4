import type { Spending } from './judge-spend.ts';
import { COUNTED, type ModelUse } from './judge-use.ts';
import { pack } from './pack.ts';

/** What a project spent on models for a verdict, which is counted in the transaction that stores it. */
export interface VerdictSpending {
  /** The day that is charged, in UTC. */
  day: string;
  spending?: Spending | undefined;
  uses: ModelUse[];
}

interface Spent {
  projectId: string;
  id: string;
  spent?: VerdictSpending | undefined;
}

/**
 * Statements that count what verdicts cost. They must come before the verdicts.
 *
 * @param isNew SQL about `value`, a JSON array whose first and third items are a project and a verdict:
 *   one that is stored already is counted already
 */
export function insertSpending(
  d1: D1Database,
  rows: readonly Spent[],
  isNew: string,
): D1PreparedStatement[] {
  // A queue may bring a verdict twice at once.
  const once = new Map(rows.map((row) => [`${row.projectId}/${row.id}`, row]));
  const spendings: string[] = [];
  const uses: string[] = [];
  for (const { projectId, id, spent } of once.values()) {
    if (spent === undefined) continue;
    const head = [projectId, spent.day, id];
    if (spent.spending) {
      const { nanoUsd, calls, usage } = spent.spending;
      const counts = [nanoUsd, calls, usage.inputTokens, usage.outputTokens];
      spendings.push(JSON.stringify([...head, ...counts]));
    }
    for (const use of spent.uses) {
      const counts = COUNTED.map(({ json }) => use[json]);
      uses.push(JSON.stringify([...head, use.model, use.version, ...counts]));
    }
  }
  const add = (into: string, keys: string[], counts: string[]) => {
    const columns = [...keys, ...counts];
    // The verdict, the third item of all, is no column.
    const places = columns.map((_, i) => `value ->> ${i < 2 ? i : i + 1}`);
    const sums = places.slice(keys.length).map((place) => `sum(${place})`);
    const added = counts.map((count) => `${count} = ${count} + excluded.${count}`);
    return d1.prepare(
      `INSERT INTO ${into} (${columns.join(', ')})
       SELECT ${[...places.slice(0, keys.length), ...sums].join(', ')}
       FROM json_each(?1) WHERE ${isNew} GROUP BY ${keys.map((_, i) => i + 1).join(', ')}
       ON CONFLICT DO UPDATE SET ${added.join(', ')}`,
    );
  };
  const spendCounts = ['nano_usd', 'calls', 'input_tokens', 'output_tokens'];
  const useCounts = COUNTED.map(({ sql }) => sql);
  return [
    ...pack(spendings).map((packed) =>
      add('judge_spend', ['project_id', 'day'], spendCounts).bind(packed),
    ),
    ...pack(uses).map((packed) =>
      add('judge_use', ['project_id', 'day', 'model', 'version'], useCounts).bind(packed),
    ),
  ];
}
