CREATE TABLE `pipelines` (
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
