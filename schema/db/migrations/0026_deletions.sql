CREATE TABLE `deletions` (
	`project_id` text NOT NULL,
	`id` text NOT NULL,
	`status` text NOT NULL,
	`target` text,
	`shown` text NOT NULL,
	`key_id` text NOT NULL,
	`phase` integer NOT NULL,
	`cursor` text,
	`erased` text NOT NULL,
	`report` text,
	`created_at_ms` integer NOT NULL,
	`completed_at_ms` integer,
	`lease_until_ms` integer NOT NULL,
	PRIMARY KEY(`project_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `deletions_by_status` ON `deletions` (`status`,`lease_until_ms`);--> statement-breakpoint
ALTER TABLE `datasets` ADD `erased` integer DEFAULT 0 NOT NULL;