CREATE TABLE `rule_verdicts` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` text NOT NULL,
	`rule` text NOT NULL,
	`verdict_id` text NOT NULL,
	`stored_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rule_verdicts_once` ON `rule_verdicts` (`project_id`,`rule`,`verdict_id`);--> statement-breakpoint
CREATE INDEX `rule_verdicts_by_rule` ON `rule_verdicts` (`project_id`,`rule`,`seq`);