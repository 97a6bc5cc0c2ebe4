CREATE TABLE `data_keys` (
	`project_id` text NOT NULL,
	`id` text NOT NULL,
	`master_key` text NOT NULL,
	`wrapped` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`dropped_at_ms` integer,
	PRIMARY KEY(`project_id`, `id`)
);
