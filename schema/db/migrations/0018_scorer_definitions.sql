CREATE TABLE `scorer_definitions` (
	`project_id` text NOT NULL,
	`fingerprint` text NOT NULL,
	`definition` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	PRIMARY KEY(`project_id`, `fingerprint`)
);
