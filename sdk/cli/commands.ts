import { batch } from './batch.ts';
import type { Command } from './command.ts';
import { compare } from './compare.ts';
import { importCommand } from './import.ts';
import { login } from './login.ts';
import { score } from './score.ts';
import { scorers } from './scorers.ts';

/** Every command, in the order of help. */
export const COMMANDS: readonly Command[] = [score, batch, compare, scorers, importCommand, login];
