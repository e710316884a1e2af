/** A table of speakers before it is applied: who would be linked to whom and how, and what needs a look. Pure. */

import type { View } from '@slack/types';
import { z } from 'zod';
import type { Person } from '../../src/callboard/domain/person.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { actions, button, context, section, sections } from '../../src/slack/blocks.ts';
import { textInput } from '../../src/slack/inputs.ts';
import { bold, code, escape, joined, type Mrkdwn, mention, mrkdwn, quoted } from '../../src/slack/mrkdwn.ts';
import { modal } from '../../src/slack/views.ts';
import { type Finding, type LinkTarget, nearestSpeaker } from '../../src/speakers/domain/link-table.ts';
import type { Speaker } from '../../src/speakers/domain/linking.ts';

/** Rows on a page: as many as one reads, and few enough for the guesses that each unknown name takes. */
const ROWS = 25;
/** Speakers or people that one row names. */
const NAMED = 4;

/** What `More` carries. */
export const TablePage = z.object({ nonce: z.string(), page: z.number().int().nonnegative() });

export interface TableModel {
  readonly nonce: string;
  readonly findings: readonly Finding[];
  /** All of the programme, to guess among. */
  readonly speakers: readonly Speaker[];
  /** Known people by id: whom a speaker is linked to already. */
  readonly people: ReadonlyMap<string, Person>;
  readonly page: number;
  /** It would have done something else than what was shown before. */
  readonly again?: boolean;
}

const SETTLED: ReadonlySet<Finding['kind']> = new Set(['linked', 'twice']);

/** How many rows somebody has to look at. */
export const toLookAt = (findings: readonly Finding[]): number =>
  findings.filter(({ kind }) => kind !== 'link' && !SETTLED.has(kind)).length;

const codesOf = ({ sessions }: Speaker): Mrkdwn =>
  joined(
    sessions.slice(0, NAMED).map((session) => code(session.code)),
    ' ',
  );

const speakerText = (speaker: Speaker): Mrkdwn => mrkdwn`${bold(speaker.name)} ${codesOf(speaker)}`;

/** Nobody is shown more of a number than its end. */
function whoText(to: LinkTarget, t: Translate): Mrkdwn {
  const masked = (number: string) => t('speakers.linkedPhone', { masked: escape(number.slice(-2)) });
  if ('phone' in to) return masked(to.phone);
  const { person } = to;
  if (person.slack || !person.phone) return mention(person);
  return mrkdwn`${escape(person.name)} (${masked(person.phone.number)})`;
}

function findingText(finding: Finding, model: TableModel, t: Translate): Mrkdwn {
  const { row } = finding;
  const { line } = row;
  const linkedTo = (id: string): Mrkdwn => {
    const person = model.people.get(id);
    return person ? whoText({ person }, t) : escape(id);
  };
  switch (finding.kind) {
    case 'link': {
      const [speaker, who] = [speakerText(finding.speaker), whoText(finding.to, t)];
      return t('speakers.table.link', { line, speaker, who, by: t(`speakers.table.by.${finding.by}`) });
    }
    case 'linked':
    case 'other': {
      const [speaker, who] = [speakerText(finding.speaker), linkedTo(finding.person)];
      return t(`speakers.table.${finding.kind}`, { line, speaker, who });
    }
    case 'twice':
    case 'rows':
      return t(`speakers.table.${finding.kind}`, {
        line,
        speaker: speakerText(finding.speaker),
        other: finding.line,
      });
    case 'speakers':
      return t('speakers.table.speakers', {
        line,
        name: bold(row.name),
        speakers: joined(finding.speakers.slice(0, NAMED).map(speakerText), ', '),
      });
    case 'people':
      return t('speakers.table.people', {
        line,
        speaker: speakerText(finding.speaker),
        people: joined(
          finding.people.slice(0, NAMED).map((person) => whoText({ person }, t)),
          ', ',
        ),
      });
    case 'unknown': {
      if (row.name === '') return t('speakers.table.noName', { line });
      const near = nearestSpeaker(row.name, model.speakers);
      return near
        ? mrkdwn`:warning: ${t('speakers.table.near', { line, name: bold(row.name), near: speakerText(near) })}`
        : t('speakers.table.unknownName', { line, name: bold(row.name) });
    }
    case 'number':
      return t(`speakers.table.${finding.why}`, {
        line,
        speaker: speakerText(finding.speaker),
        typed: mrkdwn`\`${quoted(row.phone ?? '')}\``,
      });
    case 'guest':
    case 'left': {
      const [speaker, who] = [speakerText(finding.speaker), mention(finding.person)];
      return t(`speakers.table.${finding.kind}`, { line, speaker, who });
    }
    case 'nobody': {
      const said = [row.email, row.slack].filter((one) => one !== undefined).map(escape);
      return t('speakers.table.nobody', {
        line,
        speaker: speakerText(finding.speaker),
        said: joined(said, ', ') || t('speakers.table.nothing'),
      });
    }
  }
}

/** What needs a look first, then what would be linked, then what stays; each in the order of the table. */
const inOrder = (findings: readonly Finding[]): Finding[] => {
  const place = ({ kind }: Finding) => (kind === 'link' ? 1 : SETTLED.has(kind) ? 2 : 0);
  return [...findings].sort((a, b) => place(a) - place(b));
};

export function tablePreview(model: TableModel, t: Translate): Message {
  const { nonce, findings, again } = model;
  const links = findings.filter(({ kind }) => kind === 'link').length;
  const linked = findings.filter(({ kind }) => kind === 'linked').length;
  const head = t('speakers.table.head', { links, linked, open: toLookAt(findings) });
  const last = Math.max(0, Math.ceil(findings.length / ROWS) - 1);
  const page = Math.min(model.page, last);
  const shown = inOrder(findings).slice(page * ROWS, (page + 1) * ROWS);
  const range = { from: page * ROWS + 1, to: page * ROWS + shown.length, all: findings.length };
  const turn = JSON.stringify({ nonce, page: page === last ? 0 : page + 1 } satisfies z.infer<
    typeof TablePage
  >);
  return {
    text: head,
    blocks: [
      ...(again ? [section(t('speakers.table.again'))] : []),
      section(head),
      ...sections(shown.map((finding) => findingText(finding, model, t))),
      ...(last > 0 ? [context(t('speakers.table.page', range))] : []),
      ...(links === 0 ? [context(t('speakers.table.nothingToDo'))] : []),
      ...actions([
        ...(links > 0
          ? [button('speakers.table-apply', t('speakers.button.apply'), nonce, 'primary' as const)]
          : []),
        button('speakers.table-discard', t('speakers.button.discard'), nonce),
        ...(last > 0 ? [button('speakers.table-more', t('speakers.button.more'), turn)] : []),
      ]),
    ],
  };
}

export const tableModal = (t: Translate): View =>
  modal({
    id: 'speakers.table',
    title: t('speakers.table.title'),
    submit: t('speakers.table.submit'),
    close: t('speakers.table.close'),
    blocks: [
      textInput('text', t('speakers.table.text'), {
        optional: true,
        multiline: true,
        hint: t('speakers.table.hint'),
      }),
      textInput('url', t('speakers.table.url'), { optional: true }),
    ],
  });
