CREATE TABLE `experiment_calls` (
	`experiment_id` text NOT NULL,
	`at` integer NOT NULL,
	`part` integer NOT NULL,
	`version` integer NOT NULL,
	`nano_usd` integer,
	PRIMARY KEY(`experiment_id`, `at`, `version`)
);
--> statement-breakpoint
ALTER TABLE `experiment_parts` ADD `most_nano_usd` integer;--> statement-breakpoint
ALTER TABLE `experiments` ADD `spent_nano_usd` integer;