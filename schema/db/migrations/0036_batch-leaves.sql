CREATE TABLE `batch_leaves` (
	`batch_id` text NOT NULL,
	`start` integer NOT NULL,
	`end` integer NOT NULL,
	`version` integer NOT NULL,
	`places` text NOT NULL,
	`seed` blob,
	`salts` text,
	`known` text,
	`samples` text,
	PRIMARY KEY(`batch_id`, `start`, `version`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `batches` ADD `unlogged_from` integer DEFAULT 0;--> statement-breakpoint
CREATE INDEX `batches_unlogged` ON `batches` (`id`) WHERE unlogged_from IS NOT NULL;