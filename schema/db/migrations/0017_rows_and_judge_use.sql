CREATE TABLE `judge_use` (
	`project_id` text NOT NULL,
	`day` text NOT NULL,
	`model` text NOT NULL,
	`version` text NOT NULL,
	`calls` integer NOT NULL,
	`cached` integer NOT NULL,
	`errors` integer NOT NULL,
	`input_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	`nano_usd` integer NOT NULL,
	PRIMARY KEY(`project_id`, `day`, `model`, `version`)
);
--> statement-breakpoint
CREATE INDEX `batch_results_by_error` ON `batch_results` (`batch_id`,`error_code`,`at`) WHERE error_code IS NOT NULL;