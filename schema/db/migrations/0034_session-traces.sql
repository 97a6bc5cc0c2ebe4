CREATE TABLE `session_traces` (
	`project_id` text NOT NULL,
	`session` text NOT NULL,
	`trace_id` text NOT NULL,
	`sample` text NOT NULL,
	`scored_at_ms` integer,
	`claimed_at_ms` integer NOT NULL,
	PRIMARY KEY(`project_id`, `session`, `trace_id`)
);
--> statement-breakpoint
CREATE INDEX `session_traces_by_claim` ON `session_traces` (`claimed_at_ms`);--> statement-breakpoint
ALTER TABLE `trace_minutes` ADD `failed` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `trace_minutes` ADD `fault` text;