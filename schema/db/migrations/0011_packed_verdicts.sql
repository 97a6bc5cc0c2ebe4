CREATE TABLE `batch_packs` (
	`batch_id` text NOT NULL,
	`at` integer NOT NULL,
	`version` integer NOT NULL,
	`names` text NOT NULL,
	`verdicts` blob NOT NULL,
	PRIMARY KEY(`batch_id`, `at`, `version`)
);
--> statement-breakpoint
ALTER TABLE `batch_results` ADD `packed_at` integer;--> statement-breakpoint
ALTER TABLE `batch_results` ADD `packed_version` integer;--> statement-breakpoint
ALTER TABLE `batch_results` ADD `bytes` integer;