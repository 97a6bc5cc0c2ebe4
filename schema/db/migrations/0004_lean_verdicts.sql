DROP INDEX `verdicts_by_deletion`;--> statement-breakpoint
CREATE INDEX `verdicts_by_deletion` ON `verdicts` (`deleted_at_ms`) WHERE deleted_at_ms IS NOT NULL;--> statement-breakpoint
CREATE TABLE `new_verdict_labels` (
	`project_id` text NOT NULL,
	`label` text NOT NULL,
	`verdict_id` text NOT NULL,
	PRIMARY KEY(`project_id`, `label`, `verdict_id`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `new_verdict_labels` SELECT `project_id`, `label`, `verdict_id` FROM `verdict_labels`;--> statement-breakpoint
DROP TABLE `verdict_labels`;--> statement-breakpoint
ALTER TABLE `new_verdict_labels` RENAME TO `verdict_labels`;
