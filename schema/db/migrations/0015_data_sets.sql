CREATE TABLE `dataset_contents` (
	`project_id` text NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`bytes` integer NOT NULL,
	`split` text,
	`tags` text,
	`is_labelled` integer NOT NULL,
	`item` text NOT NULL,
	PRIMARY KEY(`project_id`, `name`, `hash`)
);
--> statement-breakpoint
CREATE TABLE `dataset_items` (
	`project_id` text NOT NULL,
	`name` text NOT NULL,
	`item_id` text NOT NULL,
	`since` integer NOT NULL,
	`until` integer NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`project_id`, `name`, `item_id`, `since`)
);
--> statement-breakpoint
CREATE TABLE `dataset_upload_items` (
	`project_id` text NOT NULL,
	`upload_id` text NOT NULL,
	`item_id` text NOT NULL,
	`line` integer NOT NULL,
	`hash` text,
	PRIMARY KEY(`project_id`, `upload_id`, `item_id`)
);
--> statement-breakpoint
CREATE INDEX `dataset_upload_items_by_line` ON `dataset_upload_items` (`project_id`,`upload_id`,`line`);--> statement-breakpoint
CREATE TABLE `dataset_uploads` (
	`project_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`target` text NOT NULL,
	`base` integer,
	`description` text,
	`origin` text NOT NULL,
	`next_line` integer NOT NULL,
	`token` text,
	`append` text,
	`last_append` text,
	`lease_until_ms` integer NOT NULL,
	`version` integer,
	`is_new` integer,
	`created_at_ms` integer NOT NULL,
	`expires_at_ms` integer NOT NULL,
	PRIMARY KEY(`project_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dataset_uploads_sealing` ON `dataset_uploads` (`project_id`,`name`) WHERE status = 'sealing';--> statement-breakpoint
CREATE INDEX `dataset_uploads_by_name` ON `dataset_uploads` (`project_id`,`name`,`status`);--> statement-breakpoint
CREATE INDEX `dataset_uploads_by_expiry` ON `dataset_uploads` (`status`,`expires_at_ms`);--> statement-breakpoint
CREATE TABLE `dataset_uses` (
	`project_id` text NOT NULL,
	`kind` text NOT NULL,
	`user_id` text NOT NULL,
	`name` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`project_id`, `kind`, `user_id`)
);
--> statement-breakpoint
CREATE INDEX `dataset_uses_by_version` ON `dataset_uses` (`project_id`,`name`,`version`);--> statement-breakpoint
CREATE TABLE `datasets` (
	`project_id` text NOT NULL,
	`name` text NOT NULL,
	`version` integer NOT NULL,
	`description` text NOT NULL,
	`hash` text NOT NULL,
	`items` integer NOT NULL,
	`labelled` integer NOT NULL,
	`bytes` integer NOT NULL,
	`splits` text NOT NULL,
	`origin` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`deleted_at_ms` integer,
	`is_purged` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`project_id`, `name`, `version`)
);
--> statement-breakpoint
CREATE INDEX `datasets_to_purge` ON `datasets` (`deleted_at_ms`) WHERE deleted_at_ms IS NOT NULL AND is_purged = 0;