/** Whom a page concerns: who may say that they have it, that it is over, or that others shall be asked. */
import { includes, type Permission } from '../../callboard/domain/permission.ts';
import { allAskable, type Duty } from './context.ts';
import { asked, type Page } from './page.ts';

/** It asked them by name or on their shift, or they have it. */
export const isAskedBy = (page: Page, person: string): boolean =>
  asked(page).includes(person) ||
  (page.target.kind === 'person' && page.target.name === person) ||
  page.acknowledged?.by === person;

/**
 * Whoever it asks; of the crew also whoever opened it, and whoever a step of it would ask at this moment:
 * those on shift where it points, and the leads.
 */
export const concerns = (page: Page, person: string, has: Permission, duty: Duty): boolean =>
  isAskedBy(page, person) ||
  (includes(has, 'crew') && (page.author === person || allAskable(page, duty).includes(person)));
