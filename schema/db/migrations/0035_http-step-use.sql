CREATE TABLE `http_step_use` (
	`project_id` text NOT NULL,
	`day` text NOT NULL,
	`host` text NOT NULL,
	`calls` integer NOT NULL,
	PRIMARY KEY(`project_id`, `day`, `host`)
);
