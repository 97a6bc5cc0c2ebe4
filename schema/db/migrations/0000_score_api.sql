CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`hint` text NOT NULL,
	`scopes` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`expires_at_ms` integer,
	`revoked_at_ms` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash_unique` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE INDEX `api_keys_by_project` ON `api_keys` (`project_id`,`id`);--> statement-breakpoint
CREATE TABLE `idempotency` (
	`api_key_id` text NOT NULL,
	`key` text NOT NULL,
	`request_hash` text NOT NULL,
	`attempt` text NOT NULL,
	`lease_until_ms` integer NOT NULL,
	`status` integer,
	`answer` blob,
	`expires_at_ms` integer NOT NULL,
	PRIMARY KEY(`api_key_id`, `key`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_by_expiry` ON `idempotency` (`expires_at_ms`);--> statement-breakpoint
CREATE TABLE `projects` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`created_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `projects_name_unique` ON `projects` (`name`);--> statement-breakpoint
CREATE TABLE `suites` (
	`project_id` text NOT NULL,
	`name` text NOT NULL,
	`version` integer NOT NULL,
	`description` text NOT NULL,
	`scorers` text NOT NULL,
	`policy` text NOT NULL,
	`fingerprint` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`deleted_at_ms` integer,
	PRIMARY KEY(`project_id`, `name`, `version`)
);
--> statement-breakpoint
CREATE TABLE `verdict_labels` (
	`project_id` text NOT NULL,
	`label` text NOT NULL,
	`verdict_id` text NOT NULL,
	PRIMARY KEY(`project_id`, `label`, `verdict_id`)
);
--> statement-breakpoint
CREATE TABLE `verdicts` (
	`project_id` text NOT NULL,
	`id` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`passed` integer,
	`verdict` text NOT NULL,
	`sample` text NOT NULL,
	PRIMARY KEY(`project_id`, `id`)
);
