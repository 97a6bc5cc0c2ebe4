CREATE TABLE `health_marks` (
	`project_id` text NOT NULL,
	`model` text NOT NULL,
	`day` text NOT NULL,
	`at_ms` integer NOT NULL,
	`calls` integer NOT NULL,
	`errors` integer NOT NULL,
	PRIMARY KEY(`project_id`, `model`, `at_ms`)
);
--> statement-breakpoint
CREATE INDEX `health_marks_by_time` ON `health_marks` (`at_ms`);--> statement-breakpoint
CREATE TABLE `schedule_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`schedule` text NOT NULL,
	`due_at_ms` integer NOT NULL,
	`trigger` text NOT NULL,
	`missed` integer NOT NULL,
	`content` text NOT NULL,
	`status` text NOT NULL,
	`made_id` text,
	`outcome` text,
	`reasons` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_at_ms` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	`ended_at_ms` integer
);
--> statement-breakpoint
CREATE INDEX `schedule_runs_by_schedule` ON `schedule_runs` (`project_id`,`schedule`,`id`);--> statement-breakpoint
CREATE INDEX `schedule_runs_by_step` ON `schedule_runs` (`status`,`next_at_ms`);--> statement-breakpoint
CREATE TABLE `schedules` (
	`project_id` text NOT NULL,
	`name` text NOT NULL,
	`content` text NOT NULL,
	`is_paused` integer NOT NULL,
	`next_due_at_ms` integer,
	`revision` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	PRIMARY KEY(`project_id`, `name`)
);
--> statement-breakpoint
CREATE INDEX `schedules_by_due` ON `schedules` (`next_due_at_ms`);--> statement-breakpoint
ALTER TABLE `alert_channels` DROP COLUMN `muted_until_ms`;