CREATE TABLE `alignments` (
	`project_id` text NOT NULL,
	`id` text NOT NULL,
	`status` text NOT NULL,
	`name` text NOT NULL,
	`version` integer NOT NULL,
	`calibration_id` text NOT NULL,
	`terms` text NOT NULL,
	`trials` text,
	`result` text,
	`error` text,
	`created_at_ms` integer NOT NULL,
	`ended_at_ms` integer,
	PRIMARY KEY(`project_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alignments_by_id` ON `alignments` (`id`);--> statement-breakpoint
CREATE INDEX `alignments_by_name` ON `alignments` (`project_id`,`name`,`id`);--> statement-breakpoint
CREATE INDEX `alignments_by_status` ON `alignments` (`status`,`id`);--> statement-breakpoint
CREATE TABLE `calibration_labels` (
	`project_id` text NOT NULL,
	`calibration_id` text NOT NULL,
	`at` integer NOT NULL,
	`label` text NOT NULL,
	PRIMARY KEY(`calibration_id`, `at`)
);
--> statement-breakpoint
CREATE TABLE `calibrations` (
	`project_id` text NOT NULL,
	`id` text NOT NULL,
	`status` text NOT NULL,
	`name` text NOT NULL,
	`scorer` text NOT NULL,
	`fingerprint` text NOT NULL,
	`judges` text NOT NULL,
	`dataset` text,
	`question` text,
	`n` integer NOT NULL,
	`terms` text NOT NULL,
	`batch_id` text NOT NULL,
	`agreement` text,
	`report` text,
	`applied` text,
	`error` text,
	`created_at_ms` integer NOT NULL,
	`ended_at_ms` integer,
	PRIMARY KEY(`project_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `calibrations_by_id` ON `calibrations` (`id`);--> statement-breakpoint
CREATE INDEX `calibrations_by_fingerprint` ON `calibrations` (`project_id`,`fingerprint`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `calibrations_by_name` ON `calibrations` (`project_id`,`name`,`id`);--> statement-breakpoint
CREATE INDEX `calibrations_by_status` ON `calibrations` (`status`,`id`);