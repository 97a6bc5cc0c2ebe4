CREATE TABLE `trace_facts` (
	`project_id` text NOT NULL,
	`trace_id` text NOT NULL,
	`span_id` text NOT NULL,
	`facts` text NOT NULL,
	`arrived_at_ms` integer NOT NULL,
	PRIMARY KEY(`project_id`, `trace_id`, `span_id`)
);
--> statement-breakpoint
CREATE INDEX `trace_facts_by_arrival` ON `trace_facts` (`project_id`,`arrived_at_ms`);--> statement-breakpoint
CREATE TABLE `trace_minutes` (
	`project_id` text NOT NULL,
	`rule` text NOT NULL,
	`minute` integer NOT NULL,
	`matched` integer NOT NULL,
	`scored` integer NOT NULL,
	PRIMARY KEY(`project_id`, `rule`, `minute`)
);
--> statement-breakpoint
CREATE TABLE `trace_parts` (
	`project_id` text NOT NULL,
	`trace_id` text NOT NULL,
	`part` text NOT NULL,
	`reading` text NOT NULL,
	`arrived_at_ms` integer NOT NULL,
	PRIMARY KEY(`project_id`, `trace_id`, `part`)
);
--> statement-breakpoint
CREATE INDEX `trace_parts_by_arrival` ON `trace_parts` (`arrived_at_ms`);--> statement-breakpoint
CREATE TABLE `trace_rules` (
	`project_id` text NOT NULL,
	`name` text NOT NULL,
	`version` integer NOT NULL,
	`description` text NOT NULL,
	`content` text NOT NULL,
	`fingerprint` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`deleted_at_ms` integer,
	`attempt` text,
	PRIMARY KEY(`project_id`, `name`, `version`)
);
--> statement-breakpoint
CREATE TABLE `trace_turns` (
	`project_id` text NOT NULL,
	`trace_id` text NOT NULL,
	`due_at_ms` integer NOT NULL,
	`first_at_ms` integer NOT NULL,
	PRIMARY KEY(`project_id`, `trace_id`)
);
--> statement-breakpoint
CREATE INDEX `trace_turns_by_due` ON `trace_turns` (`due_at_ms`);