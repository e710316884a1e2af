/**
 * What belongs to an incident that is erased, by decision and not by time: itself and all that was written of it,
 * its pages among it. Knows which document, job and fact is one of them.
 */
import type { DocumentKind, Fact, Recorded } from '../../core/commit.ts';
import { alertDocument } from '../../page/domain/alert.ts';
import { notificationDocument } from '../../page/domain/notification.ts';
import { askerDocument, cardDocument, pageDocument, requestDocument } from '../../page/domain/page.ts';
import { actionDocument } from './action.ts';
import { factWithoutWords } from './facts.ts';
import {
  heldUpdateDocument,
  incidentCardDocument,
  incidentDocument,
  markDocument,
  privatePlaceDocument,
} from './incident.ts';
import { impactDocument } from './kept-impact.ts';
import { postmortemDocument } from './postmortem.ts';
import { remedyCardDocument, remedyRunDocument } from './remedy-run.ts';
import { runbookPostDocument, runbookRunDocument } from './runbook-run.ts';

/** An incident with the codes of what is its own. */
export interface Matter {
  readonly incident: string;
  readonly pages: readonly string[];
  readonly actions: readonly string[];
}

const kinds = (...all: readonly { readonly name: string }[]) => all as unknown as DocumentKind<unknown>[];

/** Their documents name the incident, or are it. */
const OF_INCIDENT = kinds(
  incidentDocument,
  incidentCardDocument,
  privatePlaceDocument,
  markDocument,
  heldUpdateDocument,
  actionDocument,
  postmortemDocument,
  runbookRunDocument,
  runbookPostDocument,
  pageDocument,
  remedyRunDocument,
  impactDocument,
);
/** Their documents name a page. */
const OF_PAGE = kinds(
  notificationDocument,
  cardDocument,
  askerDocument,
  requestDocument,
  alertDocument,
  remedyCardDocument,
);

/** Kinds that may hold something of an incident. */
export const ERASED_KINDS: readonly DocumentKind<unknown>[] = [...OF_INCIDENT, ...OF_PAGE];

interface Names {
  readonly incident?: unknown;
  readonly page?: unknown;
  readonly action?: unknown;
}

const isOneOf = (codes: readonly string[], name: unknown): boolean =>
  typeof name === 'string' && codes.includes(name);

/** Whether it names the incident, or a page or an action item of it. */
const isNamedBy = ({ incident, pages, actions }: Matter, value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  const names = value as Names;
  return names.incident === incident || isOneOf(pages, names.page) || isOneOf(actions, names.action);
};

/** @param id - the document's, as it is stored */
export const isDocumentOf = (matter: Matter, id: string, value: unknown): boolean =>
  id === matter.incident || isNamedBy(matter, value);

/** Of a job its id has the code between colons, or its data names it, or something that went with it. */
export function isJobOf(
  matter: Matter,
  { id, data }: { readonly id: string; readonly data: unknown },
  notifications: ReadonlySet<string>,
): boolean {
  const codes = [matter.incident, ...matter.pages, ...matter.actions];
  if (id.split(':').some((part) => codes.includes(part)) || isNamedBy(matter, data)) return true;
  const { notification } = (data ?? {}) as { readonly notification?: unknown };
  return typeof notification === 'string' && notifications.has(notification);
}

/** A fact of it as it stays in the ledger: that something happened then, and nothing of what, by whom, or where. */
export function withoutIncident(matter: Matter, fact: Recorded): Recorded | Fact {
  const own = new Set([
    `incident:${matter.incident}`,
    ...matter.pages.map((code) => `page:${code}`),
    ...matter.actions.map((code) => `action:${code}`),
  ]);
  if (!fact.about.some((one) => own.has(one)) && !isNamedBy(matter, fact.data)) return fact;
  return { name: factWithoutWords.name, at: fact.at, by: 'callboard', about: [], data: {} };
}
