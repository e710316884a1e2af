/** A change of the programme as the speaker sees it: old → new, and whether they have confirmed it. */

import type { KnownBlock } from '@slack/types';
import type { Message } from '../core/ports/chat.ts';
import { clock } from '../i18n/time.ts';
import { actions, button, context, section } from '../slack/blocks.ts';
import { bold, escape, joined, type Mrkdwn, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import type { ChangeNotice } from './domain/attendance.ts';
import { placeText, type SpeakerReader } from './talk-text.ts';

export interface Told {
  /** Names this message among all, and what its button confirms. */
  readonly notice: string;
  readonly key: string;
  readonly changes: readonly ChangeNotice[];
}

/** A message names so many sessions; who has more is told how many. */
const NAMED = 12;

const whatKey = ({ what, inFor }: ChangeNotice) =>
  inFor === undefined ? (`speakers.change.${what}` as const) : 'speakers.change.stepsIn';

const titleOf = ({ is, was }: ChangeNotice): string => is?.title ?? was?.title ?? '';

export function changeMessage({ notice, key, changes }: Told, reader: SpeakerReader): Message {
  const { t, zone, locale } = reader;
  const [first] = changes;
  const head =
    changes.length === 1 && first
      ? t(whatKey(first))
      : t('speakers.change.several', { count: changes.length });
  const blocks: KnownBlock[] = [section(mrkdwn`*${head}*`)];
  for (const change of changes.slice(0, NAMED)) blocks.push(section(one(change, reader, changes.length > 1)));
  const holding = changes.filter((change) => change.state !== 'superseded');
  const waiting = holding.filter((change) => !change.confirmedAt);
  const confirmedAt = holding.find((change) => change.confirmedAt)?.confirmedAt;
  if (holding.length === 0) blocks.push(context(t('speakers.outdated')));
  else if (waiting.length === 0 && confirmedAt)
    blocks.push(context(t('speakers.change.confirmed', { clock: clock(confirmedAt, zone, locale) })));
  else {
    blocks.push(
      context(
        t(
          waiting.some(({ inFor }) => inFor !== undefined)
            ? 'speakers.change.askStepIn'
            : 'speakers.change.ask',
        ),
      ),
      ...actions([button('speakers.confirm', t('speakers.button.gotIt'), notice, 'primary')], key),
    );
  }
  const text = mrkdwn`${head}: ${joined(
    changes.slice(0, 3).map((change) => summary(change, reader)),
    '; ',
  )}`;
  return { text: truncate(text, 1000), blocks };
}

const summary = (change: ChangeNotice, reader: SpeakerReader): Mrkdwn =>
  joined(
    [escape(truncate(titleOf(change), 120)), ...(change.is ? [escape(placeText(change.is, reader))] : [])],
    ' → ',
  );

function one(change: ChangeNotice, reader: SpeakerReader, several: boolean): Mrkdwn {
  const { t } = reader;
  const place = (place: NonNullable<ChangeNotice['was']>) =>
    escape(placeText(place, reader).replaceAll('~', '∼'));
  return joined(
    [
      escape(truncate(titleOf(change), 250)),
      ...(several ? [t(whatKey(change))] : []),
      ...(change.inFor === undefined
        ? []
        : [t('speakers.change.inFor', { title: bold(truncate(change.inFor, 120)) })]),
      ...(change.was ? [t('speakers.change.from', { place: place(change.was) })] : []),
      ...(change.is ? [t('speakers.change.to', { place: place(change.is) })] : []),
      ...(change.reason
        ? [t('speakers.change.reason', { reason: escape(truncate(change.reason, 300)) })]
        : []),
    ],
    '\n',
  );
}

/** For a phone without Slack, with how to confirm it at the end. */
export function changeText(changes: readonly ChangeNotice[], event: string, reader: SpeakerReader): string {
  const { t } = reader;
  const texts = changes.slice(0, 3).map((change) =>
    t('speakers.sms.change', {
      event,
      what: t(whatKey(change)),
      title: truncate(titleOf(change), 80),
      place: change.is ? t('speakers.sms.changeTo', { place: placeText(change.is, reader) }) : '',
    }).trim(),
  );
  const ask = changes.some(({ inFor }) => inFor !== undefined)
    ? 'speakers.sms.stepIn'
    : 'speakers.sms.confirm';
  return [...texts, t(ask)].join(' ');
}

/** Spoken when somebody answers the call that asks for a confirmation. */
export const confirmationCallText = (change: ChangeNotice, event: string, reader: SpeakerReader): string =>
  reader.t('speakers.call.text', {
    event,
    what: reader.t(whatKey(change)),
    title: truncate(titleOf(change), 120),
    place: change.is ? placeText(change.is, reader) : '',
  });
