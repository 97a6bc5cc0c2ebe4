CREATE TABLE `experiment_cells` (
	`experiment_id` text NOT NULL,
	`at` integer NOT NULL,
	`part` integer NOT NULL,
	`run` integer NOT NULL,
	`status` text NOT NULL,
	`sample` text,
	`output_hash` text,
	`model` text,
	`attempts` integer NOT NULL,
	`cost_usd` real,
	`latency_ms` integer,
	`first_token_ms` integer,
	`input_tokens` integer,
	`output_tokens` integer,
	`error_code` text,
	`error_message` text,
	PRIMARY KEY(`experiment_id`, `at`)
);
--> statement-breakpoint
CREATE TABLE `experiment_changes` (
	`experiment_id` text NOT NULL,
	`at` integer NOT NULL,
	`change` text NOT NULL,
	PRIMARY KEY(`experiment_id`, `at`)
);
--> statement-breakpoint
CREATE TABLE `experiment_parts` (
	`experiment_id` text NOT NULL,
	`part` integer NOT NULL,
	`project_id` text NOT NULL,
	`status` text NOT NULL,
	`calls` integer NOT NULL,
	`size` integer NOT NULL,
	`next` integer NOT NULL,
	`version` integer NOT NULL,
	`lease_until_ms` integer NOT NULL,
	`stalls` integer NOT NULL,
	PRIMARY KEY(`experiment_id`, `part`)
);
--> statement-breakpoint
CREATE INDEX `experiment_parts_by_lease` ON `experiment_parts` (`status`,`lease_until_ms`);--> statement-breakpoint
CREATE TABLE `experiment_samples` (
	`experiment_id` text NOT NULL,
	`at` integer NOT NULL,
	`sample_id` text NOT NULL,
	`sample` text NOT NULL,
	PRIMARY KEY(`experiment_id`, `at`)
);
--> statement-breakpoint
CREATE TABLE `experiments` (
	`project_id` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`name` text,
	`status` text NOT NULL,
	`plan` text NOT NULL,
	`samples` integer NOT NULL,
	`repeats` integer NOT NULL,
	`variants` integer NOT NULL,
	`max_cost_usd` real,
	`estimate` text NOT NULL,
	`tags` text NOT NULL,
	`metadata` text NOT NULL,
	`webhook_url` text,
	`run` integer NOT NULL,
	`batches` text NOT NULL,
	`agreements` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`lease_until_ms` integer NOT NULL,
	`ended_at_ms` integer
);
--> statement-breakpoint
CREATE INDEX `experiments_by_project` ON `experiments` (`project_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `experiments_by_status` ON `experiments` (`status`,`lease_until_ms`);--> statement-breakpoint
CREATE TABLE `project_secrets` (
	`project_id` text NOT NULL,
	`name` text NOT NULL,
	`sealed` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	PRIMARY KEY(`project_id`, `name`)
);
