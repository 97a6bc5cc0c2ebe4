CREATE TABLE `log_outbox` (
	`project_id` text NOT NULL,
	`kind` text NOT NULL,
	`entry_id` text NOT NULL,
	`hash` text,
	PRIMARY KEY(`project_id`, `kind`, `entry_id`)
);
