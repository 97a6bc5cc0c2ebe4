CREATE TABLE `audit_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`at_ms` integer NOT NULL,
	`kind` text NOT NULL,
	`actor_id` text NOT NULL,
	`actor_name` text,
	`operation` text NOT NULL,
	`subject` text,
	`outcome` text NOT NULL,
	`code` text,
	`before` text NOT NULL,
	`after` text NOT NULL,
	`request_id` text
);
--> statement-breakpoint
CREATE INDEX `audit_by_project` ON `audit_entries` (`project_id`,`id`);--> statement-breakpoint
CREATE INDEX `audit_by_actor` ON `audit_entries` (`project_id`,`actor_id`,`id`);--> statement-breakpoint
CREATE INDEX `audit_by_operation` ON `audit_entries` (`project_id`,`operation`,`id`);--> statement-breakpoint
CREATE INDEX `audit_by_subject` ON `audit_entries` (`project_id`,`subject`,`id`);--> statement-breakpoint
CREATE TABLE `audit_intents` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`entry` text NOT NULL
);
--> statement-breakpoint
CREATE TRIGGER `audit_entries_are_not_changed` BEFORE UPDATE ON `audit_entries`
BEGIN
	SELECT RAISE(ABORT, 'entries of the audit log are never changed');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_entries_are_not_deleted` BEFORE DELETE ON `audit_entries`
BEGIN
	SELECT RAISE(ABORT, 'entries of the audit log are never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_entries_are_not_replaced` BEFORE INSERT ON `audit_entries`
WHEN EXISTS (SELECT 1 FROM `audit_entries` WHERE `id` = NEW.`id`)
BEGIN
	SELECT RAISE(ABORT, 'entries of the audit log are never replaced');
END;
