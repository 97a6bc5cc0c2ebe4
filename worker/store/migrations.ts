import journal from '@assay/schema/db/migrations/meta/_journal.json' with { type: 'json' };

/** The file name of the newest migration that this release needs. */
export const NEWEST_MIGRATION = `${journal.entries.at(-1)?.tag}.sql`;

/** What has become of the migrations in D1. */
export interface MigrationStore {
  /**
   * Whether the migration that this release needs is applied. A database that is ahead of the release
   * is fine: migrations add, so that the release before goes on while the next is deployed.
   *
   * @throws Error when the database does not answer
   */
  isApplied(): Promise<boolean>;
}

export function createMigrationStore(d1: D1Database): MigrationStore {
  return {
    async isApplied() {
      const applied = await d1
        .prepare('SELECT 1 FROM d1_migrations WHERE name = ?1')
        .bind(NEWEST_MIGRATION)
        .first()
        .catch((cause: unknown) => {
          // Before the first migration there is no table to look into.
          if (String(cause).includes('no such table')) return null;
          throw cause;
        });
      return applied !== null;
    },
  };
}
