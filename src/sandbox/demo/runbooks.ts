/** The demo's runbooks: Markdown files in the folder beside this, as `event.yaml` names it. */
import type { Temporal } from 'temporal-polyfill';
import type { Change } from '../../core/commit.ts';
import { applyRunbookPart } from '../../incident/domain/runbook-file.ts';
import { demoFile } from './setup.ts';

export const demoRunbooks = (at: Temporal.Instant): Change =>
  applyRunbookPart([], { runbooks: demoFile().runbooks }, { at, by: 'sandbox' }) ?? {};
