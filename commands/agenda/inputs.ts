/** What was filled into the agenda's modals: each input has a block of its own, and `value` in it. */
import type { ModalSubmission } from '../../src/core/command.ts';

/** What was typed into an input, or chosen; '' where nothing was. */
export function field(submission: ModalSubmission, block: string): string {
  const value = submission.values[block]?.['value'];
  return typeof value === 'string' ? value.trim() : '';
}

export function ticked(submission: ModalSubmission, block: string): boolean {
  const value = submission.values[block]?.['value'];
  return Array.isArray(value) && value.length > 0;
}
