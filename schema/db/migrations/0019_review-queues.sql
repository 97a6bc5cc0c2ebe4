CREATE TABLE `review_items` (
	`project_id` text NOT NULL,
	`queue` text NOT NULL,
	`at` integer NOT NULL,
	`target` text NOT NULL,
	`stratum` text,
	`inclusion_probability` real,
	`wanted` integer NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`is_disputed` integer DEFAULT false NOT NULL,
	`decided_at_ms` integer,
	`is_gone` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`project_id`, `queue`, `at`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `review_items_by_target` ON `review_items` (`project_id`,`queue`,`target`);--> statement-breakpoint
CREATE INDEX `review_items_open` ON `review_items` (`project_id`,`queue`,`at`) WHERE done < wanted AND is_gone = 0;--> statement-breakpoint
CREATE INDEX `review_items_disputed` ON `review_items` (`project_id`,`queue`,`at`) WHERE is_disputed = 1 AND decided_at_ms IS NULL;--> statement-breakpoint
CREATE TABLE `review_queues` (
	`project_id` text NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`question` text NOT NULL,
	`question_version` integer NOT NULL,
	`source` text NOT NULL,
	`sampling` text NOT NULL,
	`reviews_per_item` integer NOT NULL,
	`is_blind` integer NOT NULL,
	`suggestion` text,
	`lease_seconds` integer NOT NULL,
	`status` text NOT NULL,
	`population` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	`deleted_at_ms` integer,
	`attempt` text NOT NULL,
	PRIMARY KEY(`project_id`, `name`)
);
--> statement-breakpoint
CREATE TABLE `reviews` (
	`project_id` text NOT NULL,
	`queue` text NOT NULL,
	`at` integer NOT NULL,
	`reviewer` text NOT NULL,
	`status` text NOT NULL,
	`lease_until_ms` integer NOT NULL,
	`started_at_ms` integer NOT NULL,
	`answer` text,
	`value` text,
	`submitted_at_ms` integer,
	`lead_ms` integer,
	`revealed_at_ms` integer,
	`submission` text,
	PRIMARY KEY(`project_id`, `queue`, `at`, `reviewer`)
);
--> statement-breakpoint
CREATE INDEX `reviews_by_reviewer` ON `reviews` (`project_id`,`queue`,`reviewer`,`at`);--> statement-breakpoint
ALTER TABLE `api_keys` ADD `review` text;