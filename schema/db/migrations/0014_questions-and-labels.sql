CREATE TABLE `labels` (
	`project_id` text NOT NULL,
	`question` text NOT NULL,
	`version` integer NOT NULL,
	`target` text NOT NULL,
	`by` text NOT NULL,
	`origin` text NOT NULL,
	`revision` integer NOT NULL,
	`id` text NOT NULL,
	`value` text NOT NULL,
	`comment` text,
	`spans` text NOT NULL,
	`queue` text NOT NULL,
	`inclusion_probability` real,
	`created_at_ms` integer NOT NULL,
	PRIMARY KEY(`project_id`, `question`, `version`, `target`, `by`, `origin`, `queue`, `revision`)
);
--> statement-breakpoint
CREATE INDEX `labels_by_id` ON `labels` (`project_id`,`id`);--> statement-breakpoint
CREATE INDEX `labels_by_question` ON `labels` (`project_id`,`question`,`id`);--> statement-breakpoint
CREATE INDEX `labels_by_person` ON `labels` (`project_id`,`by`,`id`);--> statement-breakpoint
CREATE INDEX `labels_by_queue` ON `labels` (`project_id`,`queue`,`id`);--> statement-breakpoint
CREATE TABLE `questions` (
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
