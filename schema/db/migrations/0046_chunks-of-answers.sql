ALTER TABLE `experiment_cells` ADD `chunk` integer;--> statement-breakpoint
CREATE INDEX `experiment_cells_unscored` ON `experiment_cells` (`experiment_id`,`chunk`,`at`) WHERE sample IS NOT NULL;--> statement-breakpoint
ALTER TABLE `experiments` ADD `chunks` integer;