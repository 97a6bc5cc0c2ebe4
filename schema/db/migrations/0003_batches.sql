CREATE TABLE `batch_ranges` (
	`batch_id` text NOT NULL,
	`start` integer NOT NULL,
	`end` integer NOT NULL,
	`project_id` text NOT NULL,
	`priority` integer NOT NULL,
	`status` text NOT NULL,
	`version` integer NOT NULL,
	`lease_until_ms` integer NOT NULL,
	`losses` integer NOT NULL,
	`dead_at_ms` integer,
	`total` integer NOT NULL,
	`passed` integer NOT NULL,
	`failed` integer NOT NULL,
	`abstained` integer NOT NULL,
	`error` integer NOT NULL,
	`input_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	`cost_usd` real NOT NULL,
	`summary` text NOT NULL,
	PRIMARY KEY(`batch_id`, `start`)
);
--> statement-breakpoint
CREATE INDEX `batch_ranges_by_turn` ON `batch_ranges` (`project_id`,`status`,`priority`,`start`);--> statement-breakpoint
CREATE INDEX `batch_ranges_by_batch` ON `batch_ranges` (`batch_id`,`status`);--> statement-breakpoint
CREATE INDEX `batch_ranges_by_lease` ON `batch_ranges` (`status`,`lease_until_ms`);--> statement-breakpoint
CREATE TABLE `batch_results` (
	`batch_id` text NOT NULL,
	`at` integer NOT NULL,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`verdict` text,
	`digest` text NOT NULL,
	`error_code` text,
	`error_message` text,
	PRIMARY KEY(`batch_id`, `at`)
);
--> statement-breakpoint
CREATE INDEX `batch_results_by_status` ON `batch_results` (`batch_id`,`status`,`at`);--> statement-breakpoint
CREATE TABLE `batch_samples` (
	`batch_id` text NOT NULL,
	`at` integer NOT NULL,
	`sample_id` text,
	`sample` text NOT NULL,
	PRIMARY KEY(`batch_id`, `at`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `batch_samples_by_sample_id` ON `batch_samples` (`batch_id`,`sample_id`) WHERE sample_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `batches` (
	`project_id` text NOT NULL,
	`id` text NOT NULL,
	`status` text NOT NULL,
	`plan` text NOT NULL,
	`priority` integer NOT NULL,
	`tags` text NOT NULL,
	`metadata` text NOT NULL,
	`webhook_url` text,
	`total` integer NOT NULL,
	`next_index` integer NOT NULL,
	`invalid` text NOT NULL,
	`intake_token` text,
	`intake_until_ms` integer NOT NULL,
	`run` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	`started_at_ms` integer,
	`ended_at_ms` integer,
	PRIMARY KEY(`project_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `batches_by_id` ON `batches` (`id`);--> statement-breakpoint
CREATE INDEX `batches_by_status` ON `batches` (`status`,`intake_until_ms`);--> statement-breakpoint
CREATE TABLE `webhook_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`batch_id` text NOT NULL,
	`run` integer NOT NULL,
	`url` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`answers` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`lease_until_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_deliveries_by_batch` ON `webhook_deliveries` (`batch_id`,`run`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_by_lease` ON `webhook_deliveries` (`status`,`lease_until_ms`);--> statement-breakpoint
CREATE TABLE `webhook_secrets` (
	`project_id` text PRIMARY KEY NOT NULL,
	`generation` integer NOT NULL,
	`previous_until_ms` integer NOT NULL,
	`rotated_at_ms` integer NOT NULL
);
