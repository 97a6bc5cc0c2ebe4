CREATE TABLE `batch_appends` (
	`batch_id` text NOT NULL,
	`append_id` text NOT NULL,
	`token` text NOT NULL,
	PRIMARY KEY(`batch_id`, `append_id`)
);
--> statement-breakpoint
ALTER TABLE `batch_ranges` ADD `deaths` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `batch_ranges` ADD `is_late` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `batch_ranges_pending` ON `batch_ranges` (`batch_id`,`start`) WHERE passed + failed + abstained + error < total;--> statement-breakpoint
ALTER TABLE `batches` ADD `intake_append` text;--> statement-breakpoint
CREATE INDEX `batches_by_project_status` ON `batches` (`project_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `batches_by_suite` ON `batches` (`project_id`,"plan" ->> '$.suite.name',`id`);--> statement-breakpoint
ALTER TABLE `webhook_deliveries` ADD `outcome` text;--> statement-breakpoint
ALTER TABLE `webhook_deliveries` ADD `body` text;