CREATE TABLE `alert_channels` (
	`project_id` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`settings` text NOT NULL,
	`secret` text,
	`min_severity` text NOT NULL,
	`sources` text,
	`remind_minutes` integer,
	`muted_until_ms` integer,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	PRIMARY KEY(`project_id`, `name`)
);
--> statement-breakpoint
CREATE TABLE `alert_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`alert_id` text,
	`channel` text NOT NULL,
	`event` text NOT NULL,
	`message` text NOT NULL,
	`status` text NOT NULL,
	`host` text,
	`attempts` integer NOT NULL,
	`answers` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`lease_until_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `alert_deliveries_by_alert` ON `alert_deliveries` (`alert_id`,`channel`,`id`);--> statement-breakpoint
CREATE INDEX `alert_deliveries_by_project` ON `alert_deliveries` (`project_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `alert_deliveries_by_lease` ON `alert_deliveries` (`status`,`lease_until_ms`);--> statement-breakpoint
CREATE TABLE `alert_mutes` (
	`project_id` text NOT NULL,
	`source` text NOT NULL,
	`until_ms` integer NOT NULL,
	`reason` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	PRIMARY KEY(`project_id`, `source`)
);
--> statement-breakpoint
CREATE TABLE `alert_settings` (
	`project_id` text PRIMARY KEY NOT NULL,
	`settings` text NOT NULL,
	`updated_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `alerts` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`key` text NOT NULL,
	`source` text NOT NULL,
	`severity` text NOT NULL,
	`status` text NOT NULL,
	`title` text NOT NULL,
	`summary` text NOT NULL,
	`details` text NOT NULL,
	`links` text NOT NULL,
	`raised` integer NOT NULL,
	`opened_at_ms` integer NOT NULL,
	`raised_at_ms` integer NOT NULL,
	`resolved_at_ms` integer,
	`revision` integer NOT NULL,
	`attempt` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_open` ON `alerts` (`project_id`,`key`) WHERE status = 'open';--> statement-breakpoint
CREATE INDEX `alerts_by_key` ON `alerts` (`project_id`,`key`,`id`);--> statement-breakpoint
CREATE INDEX `alerts_by_status` ON `alerts` (`project_id`,`status`,`id`);