/** How incidents are named and marked everywhere: severity by word and sign (never by colour alone), DRILL. */

import type { PlainKey, Translate } from '../i18n/index.ts';
import { escape, type Mrkdwn, mrkdwn } from '../slack/mrkdwn.ts';
import type { Incident, Kind, RoleName, Severity } from './domain/incident.ts';

const SIGN: Readonly<Record<Severity, string>> = { sev1: '🔴', sev2: '🟠', sev3: '🟡' };

const SEVERITY: Readonly<Record<Severity, PlainKey>> = {
  sev1: 'incident.sev1',
  sev2: 'incident.sev2',
  sev3: 'incident.sev3',
};
const ROLE: Readonly<Record<RoleName, PlainKey>> = {
  commander: 'incident.role.commander',
  scribe: 'incident.role.scribe',
  comms: 'incident.role.comms',
};
const KIND: Readonly<Record<Kind, PlainKey>> = {
  power: 'incident.kind.power',
  network: 'incident.kind.network',
  av: 'incident.kind.av',
  venue: 'incident.kind.venue',
  safety: 'incident.kind.safety',
  people: 'incident.kind.people',
  registration: 'incident.kind.registration',
  conduct: 'incident.kind.conduct',
  medical: 'incident.kind.medical',
  'missing-person': 'incident.kind.missingPerson',
  other: 'incident.kind.other',
};

export const severityWords = (severity: Severity | undefined, t: Translate): Mrkdwn =>
  severity === undefined
    ? t('incident.noSeverity')
    : mrkdwn`${escape(SIGN[severity])} ${t(SEVERITY[severity])}`;

export const roleWord = (role: RoleName, t: Translate): Mrkdwn => t(ROLE[role]);
export const kindWord = (kind: Kind, t: Translate): Mrkdwn => t(KIND[kind]);

/** `I2 “Power cut”`, as it stands in a sentence: a title may read like one itself. Escaped. */
export const quotedName = (incident: Pick<Incident, 'code' | 'title' | 'drill'>, t: Translate): Mrkdwn =>
  mrkdwn`${incident.drill ? mrkdwn`DRILL · ` : ''}${escape(incident.code)} ${t('common.quote', { text: escape(incident.title) })}`;

/** `I2 Power cut`, as a heading, with DRILL before it where it is one. Escaped. */
export const named = (incident: Pick<Incident, 'code' | 'title' | 'drill'>): Mrkdwn =>
  mrkdwn`${incident.drill ? mrkdwn`DRILL · ` : ''}${escape(incident.code)} ${escape(incident.title)}`;
