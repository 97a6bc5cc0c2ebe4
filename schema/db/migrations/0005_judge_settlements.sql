CREATE TABLE `judge_settlements` (
	`id` text PRIMARY KEY NOT NULL,
	`expires_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `judge_settlements_by_expiry` ON `judge_settlements` (`expires_at_ms`);