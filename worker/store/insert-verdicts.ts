import { pack } from './pack.ts';
import type { VerdictShape } from './verdict-shapes.ts';

/** A verdict on its way to the database, without what its shape says; verdict and sample are JSON. */
export interface CutVerdict {
  id: string;
  projectId: string;
  createdAtMs: number;
  passed: boolean | null;
  shape: VerdictShape | null;
  verdict: string;
  sample: string;
  /** The key that encrypted the sample. */
  sealedBy?: string | undefined;
}

/** A verdict, and what it is found by. */
export interface LabelledVerdict {
  id: string;
  projectId: string;
  labels: readonly string[];
}

/**
 * Statements that write verdicts; those that are there already stay as they are. D1 binds at most 100
 * parameters, so all rows travel in one, as JSON.
 *
 * A verdict whose shape is missing becomes NULL, and so does a sample if a key was dropped: their
 * columns refuse it.
 *
 * @throws ApiProblem `verdict_too_large`
 */
export function insertVerdicts(d1: D1Database, rows: readonly CutVerdict[]): D1PreparedStatement[] {
  const keys = keysOf(rows);
  // Keys are read once, and not in the JSON of each row.
  const unlessDropped = `CASE WHEN (SELECT count(*) FROM json_each(?2) g CROSS JOIN data_keys k
      ON k.project_id = g.value ->> 0 AND k.id = g.value ->> 1 AND k.dropped_at_ms IS NULL
    ) = json_array_length(?2) THEN sample END`;
  const insert = `INSERT INTO verdicts (project_id, id, created_at_ms, passed, shape, verdict, sample)
     SELECT project_id, id, created_at_ms, passed, shape,
            CASE WHEN shape IS NULL OR EXISTS (
              SELECT 1 FROM verdict_shapes s WHERE s.project_id = given.project_id AND s.hash = given.shape
            ) THEN verdict END,
            ${keys === null ? 'sample' : unlessDropped}
     FROM (SELECT value ->> '$.projectId' AS project_id, value ->> '$.id' AS id,
                  value ->> '$.createdAtMs' AS created_at_ms, value ->> '$.passed' AS passed,
                  value ->> '$.shape' AS shape, value ->> '$.verdict' AS verdict,
                  value ->> '$.sample' AS sample
           FROM json_each(?1)) given
     WHERE true ON CONFLICT DO NOTHING`;
  return pack(rows.map(toJson)).map((packed) =>
    d1.prepare(insert).bind(packed, ...(keys === null ? [] : [keys])),
  );
}

// Verdict and sample are JSON already: reading them to write them again would only cost time.
function toJson({
  projectId,
  id,
  createdAtMs,
  passed,
  shape,
  verdict,
  sample,
}: CutVerdict): string {
  const columns = { projectId, id, createdAtMs, passed };
  const head = JSON.stringify({ ...columns, shape: shape?.hash ?? null }).slice(0, -1);
  const text = shape === null ? verdict : JSON.stringify(verdict);
  return `${head},"verdict":${text},"sample":${sample}}`;
}

/** The keys that encrypted some of the rows, each once, as JSON; null if none did. */
function keysOf(rows: readonly CutVerdict[]): string | null {
  const keys = new Map<string, [projectId: string, keyId: string]>();
  for (const { projectId, sealedBy } of rows) {
    if (sealedBy !== undefined) keys.set(`${projectId}/${sealedBy}`, [projectId, sealedBy]);
  }
  return keys.size === 0 ? null : JSON.stringify([...keys.values()]);
}

/** Statements that write what verdicts are found by. */
export function insertLabels(
  d1: D1Database,
  rows: readonly LabelledVerdict[],
): D1PreparedStatement[] {
  return pack(rows.flatMap(labelsToJson)).map((packed) =>
    d1
      .prepare(
        `INSERT INTO verdict_labels (project_id, label, verdict_id)
         SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
         FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(packed),
  );
}

function labelsToJson({ projectId, id, labels }: LabelledVerdict): string[] {
  return labels.map((label) => JSON.stringify([projectId, label, id]));
}
