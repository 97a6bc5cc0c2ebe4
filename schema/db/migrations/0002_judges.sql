CREATE TABLE `custom_scorers` (
	`project_id` text NOT NULL,
	`name` text NOT NULL,
	`version` integer NOT NULL,
	`description` text NOT NULL,
	`base` text NOT NULL,
	`params` text NOT NULL,
	`threshold` real,
	`fingerprint` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	PRIMARY KEY(`project_id`, `name`, `version`)
);
--> statement-breakpoint
CREATE TABLE `judge_cache` (
	`project_id` text NOT NULL,
	`key` text NOT NULL,
	`value` text NOT NULL,
	`expires_at_ms` integer NOT NULL,
	PRIMARY KEY(`project_id`, `key`)
);
--> statement-breakpoint
CREATE INDEX `judge_cache_by_expiry` ON `judge_cache` (`expires_at_ms`);--> statement-breakpoint
CREATE TABLE `judge_spend` (
	`project_id` text NOT NULL,
	`day` text NOT NULL,
	`nano_usd` integer NOT NULL,
	`calls` integer NOT NULL,
	`input_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	PRIMARY KEY(`project_id`, `day`)
);
--> statement-breakpoint
CREATE TABLE `project_settings` (
	`project_id` text PRIMARY KEY NOT NULL,
	`settings` text NOT NULL,
	`updated_at_ms` integer NOT NULL
);
