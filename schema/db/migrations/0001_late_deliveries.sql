ALTER TABLE `api_keys` ADD `ends_at_ms` integer;--> statement-breakpoint
ALTER TABLE `idempotency` ADD `seed` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `suites` ADD `attempt` text;--> statement-breakpoint
ALTER TABLE `verdicts` ADD `deleted_at_ms` integer;--> statement-breakpoint
CREATE INDEX `verdicts_by_deletion` ON `verdicts` (`deleted_at_ms`);