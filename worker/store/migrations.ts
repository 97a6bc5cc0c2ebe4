import journal from '@assay/schema/db/migrations/meta/_journal.json' with { type: 'json' };

/** The file name of the newest migration that this release needs. */
export const NEWEST_MIGRATION = `${journal.entries.at(-1)?.tag}.sql`;

/** The newest migration that was applied; undefined when none was. */
export async function appliedMigration(d1: D1Database): Promise<string | undefined> {
  const table = await d1
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'd1_migrations'")
    .first();
  if (table === null) return undefined;
  const newest = await d1
    .prepare('SELECT name FROM d1_migrations ORDER BY name DESC LIMIT 1')
    .first<{ name: string }>();
  return newest?.name;
}
