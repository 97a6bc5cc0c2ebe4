CREATE TABLE `monitor_outbox` (
	`project_id` text NOT NULL,
	`kind` text NOT NULL,
	`entry_id` text NOT NULL,
	`place` integer NOT NULL,
	PRIMARY KEY(`project_id`, `kind`, `entry_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `monitors` (
	`project_id` text NOT NULL,
	`name` text NOT NULL,
	`version` integer NOT NULL,
	`description` text NOT NULL,
	`content` text NOT NULL,
	`baseline` text,
	`fingerprint` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`deleted_at_ms` integer,
	`attempt` text,
	`check_at_ms` integer,
	PRIMARY KEY(`project_id`, `name`, `version`)
);
--> statement-breakpoint
CREATE INDEX `monitors_by_check` ON `monitors` (`check_at_ms`) WHERE check_at_ms IS NOT NULL AND deleted_at_ms IS NULL;