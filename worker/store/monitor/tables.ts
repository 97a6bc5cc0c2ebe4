/** The tables of a monitor, in the SQLite of its Durable Object. */
const TABLES = [
  // One row: the version that is watched, and what its run goes on from.
  'state (one INTEGER PRIMARY KEY, closed_version INTEGER NOT NULL, saved TEXT)',
  // Ids of verdicts in the order they came.
  'seen (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE)',
  // Values with what they are told apart by.
  'points (number INTEGER PRIMARY KEY, place INTEGER NOT NULL, id TEXT, at_ms INTEGER NOT NULL, value REAL NOT NULL, facts TEXT NOT NULL)',
  'bins (first INTEGER PRIMARY KEY, bin TEXT NOT NULL)',
  'marks (number INTEGER PRIMARY KEY, mark TEXT NOT NULL)',
  // What verdicts of a minute come to.
  'minutes (minute INTEGER PRIMARY KEY, tally TEXT NOT NULL)',
  'alarms (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, is_open INTEGER NOT NULL, threshold TEXT, alarm TEXT NOT NULL)',
  'events (id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL)',
];

export function createTables(sql: SqlStorage): void {
  for (const table of TABLES) sql.exec(`CREATE TABLE IF NOT EXISTS ${table}`);
}

export function emptyTables(sql: SqlStorage): void {
  for (const table of TABLES) sql.exec(`DELETE FROM ${table.slice(0, table.indexOf(' '))}`);
}
