CREATE TABLE `custom_scorers` (
	`project_id` text NOT NULL,
	`name` text NOT NULL,
	`version` integer NOT NULL,
	`description` text NOT NULL,
	`base` text NOT NULL,
	`params` text NOT NULL,
	`threshold` real,
	`fingerprint` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	PRIMARY KEY(`project_id`, `name`, `version`)
);
