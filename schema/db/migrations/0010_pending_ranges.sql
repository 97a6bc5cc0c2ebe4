DROP INDEX `batch_ranges_pending`;--> statement-breakpoint
CREATE UNIQUE INDEX `batch_ranges_pending` ON `batch_ranges` (`batch_id`,`start`) WHERE total > passed + failed + abstained + error;