/** A result, and where its verdict lies; null where that is its own row. */
interface Placed {
  packedAt: number | null;
  packedVersion: number | null;
}

/** Reads the packs in which verdicts of results lie, each once. */
export function selectPacks(
  d1: D1Database,
  batchId: string,
  results: readonly Placed[],
): D1PreparedStatement {
  const places = results.flatMap(({ packedAt, packedVersion }) =>
    packedAt === null ? [] : [[packedAt, packedVersion]],
  );
  return d1
    .prepare(
      `SELECT at AS packedAt, version AS packedVersion, verdicts FROM batch_packs
       WHERE batch_id = ?1 AND (at, version) IN
         (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?2))`,
    )
    .bind(batchId, JSON.stringify(places));
}
