CREATE TABLE `evaluation_deliveries` (
	`project_id` text NOT NULL,
	`verdict_id` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`host` text,
	`http_status` integer,
	`error` text,
	`created_at_ms` integer NOT NULL,
	`lease_until_ms` integer NOT NULL,
	PRIMARY KEY(`project_id`, `verdict_id`)
);
--> statement-breakpoint
CREATE INDEX `evaluation_deliveries_by_lease` ON `evaluation_deliveries` (`status`,`lease_until_ms`);--> statement-breakpoint
CREATE INDEX `evaluation_deliveries_by_age` ON `evaluation_deliveries` (`created_at_ms`);--> statement-breakpoint
CREATE TABLE `evaluation_targets` (
	`project_id` text PRIMARY KEY NOT NULL,
	`url` text NOT NULL,
	`encoding` text NOT NULL,
	`header_names` text NOT NULL,
	`headers` text,
	`updated_at_ms` integer NOT NULL
);
