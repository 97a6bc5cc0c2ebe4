CREATE TABLE `retention` (
	`project_id` text PRIMARY KEY NOT NULL,
	`days` text NOT NULL,
	`updated_at_ms` integer NOT NULL,
	`due_at_ms` integer NOT NULL,
	`last_run` text
);
--> statement-breakpoint
CREATE INDEX `retention_by_due` ON `retention` (`due_at_ms`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_by_project` ON `webhook_deliveries` (`project_id`,`created_at_ms`);