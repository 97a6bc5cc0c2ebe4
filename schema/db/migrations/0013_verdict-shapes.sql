CREATE TABLE `verdict_shapes` (
	`project_id` text NOT NULL,
	`hash` text NOT NULL,
	`parts` text NOT NULL,
	PRIMARY KEY(`project_id`, `hash`)
);
--> statement-breakpoint
ALTER TABLE `verdicts` ADD `shape` text;