CREATE TABLE `data_settings` (
	`project_id` text PRIMARY KEY NOT NULL,
	`settings` text NOT NULL,
	`updated_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `batch_exchanges` (
	`batch_id` text NOT NULL,
	`at` integer NOT NULL,
	`n` integer NOT NULL,
	`exchange` text NOT NULL,
	PRIMARY KEY(`batch_id`, `at`, `n`)
);
--> statement-breakpoint
CREATE TABLE `judge_exchanges` (
	`project_id` text NOT NULL,
	`verdict_id` text NOT NULL,
	`n` integer NOT NULL,
	`exchange` text NOT NULL,
	PRIMARY KEY(`project_id`, `verdict_id`, `n`)
);
