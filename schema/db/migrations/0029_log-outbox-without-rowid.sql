-- An entry is written once, into the key: storing a verdict writes one page less.
CREATE TABLE log_outbox_by_key (
	`project_id` text NOT NULL,
	`kind` text NOT NULL,
	`entry_id` text NOT NULL,
	`hash` text,
	PRIMARY KEY(`project_id`, `kind`, `entry_id`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO log_outbox_by_key (project_id, kind, entry_id, hash)
SELECT project_id, kind, entry_id, hash FROM log_outbox;
--> statement-breakpoint
DROP TABLE log_outbox;
--> statement-breakpoint
ALTER TABLE log_outbox_by_key RENAME TO log_outbox;
