/** The slash commands, a line each. */
import type { Command } from '../src/command.ts';
import type { Route } from '../src/route.ts';

export const commands: readonly Command[] = [];

/** The doors over HTTP that features have. */
export const routes: readonly Route[] = [];
