/** Runbooks before anybody works on them: one to read, and all there are. Pure. */
import type { Message } from '../../src/core/ports/chat.ts';
import type { Translate } from '../../src/i18n/index.ts';
import type { Incident } from '../../src/incident/domain/incident.ts';
import { type Runbook, runbookId } from '../../src/incident/domain/runbook.ts';
import { readRunbook } from '../../src/incident/domain/runbook-markdown.ts';
import { runbookLine } from '../../src/incident/runbook-message.ts';
import { kindWord, quotedName } from '../../src/incident/words.ts';
import { actions, button, context, section, sections } from '../../src/slack/blocks.ts';
import { escape, inert, joined, type Mrkdwn, mrkdwn } from '../../src/slack/mrkdwn.ts';

/** Incidents for which a button is offered; an event with more open at once has other troubles. */
const MAX_OPEN = 5;

const startButton = ({ code }: Incident, { name }: Runbook, label: string) =>
  button(`incident.runbook#${code}`, label, `${code} ${runbookId(name)}`, 'primary');

/** What it fits, in a line. */
function fitsText({ kinds, rooms, alerts }: Runbook, t: Translate): Mrkdwn {
  const words = [
    ...kinds.map((kind) => kindWord(kind, t)),
    ...rooms.map(escape),
    ...Object.entries(alerts).map(([label, value]) => mrkdwn`${escape(label)} = ${escape(value)}`),
  ];
  return words.length === 0 ? mrkdwn`` : mrkdwn` · ${joined(words, ', ')}`;
}

const runbookLines = (all: readonly Runbook[], t: Translate): Mrkdwn[] =>
  all.map((one) => mrkdwn`• *${inert(one.name)}*${fitsText(one, t)}`);

/**
 * All of its steps, to be read.
 *
 * @param open - incidents in whose threads it can be put
 * @param all - named below it, where somebody asked for none by name
 */
export function previewMessage(
  runbook: Runbook,
  open: readonly Incident[],
  t: Translate,
  all: readonly Runbook[] = [],
): Message {
  const name = t('incident.runbook.named', { name: inert(runbook.name) });
  const lines = readRunbook(runbook.text).parts.map((part) => runbookLine(part, t));
  const buttons = open
    .slice(0, MAX_OPEN)
    .map((incident) =>
      startButton(incident, runbook, t('incident.runbook.start', { code: escape(incident.code) })),
    );
  const others = all.filter((one) => one.name !== runbook.name);
  return {
    text: name,
    blocks: [
      section(mrkdwn`:clipboard: *${name}*`),
      ...sections(lines),
      ...actions(buttons),
      ...(buttons.length === 0 ? [context(t('incident.runbook.noneOpen'))] : []),
      ...(others.length > 0
        ? [
            context(
              t('incident.runbook.others', {
                names: joined(
                  others.map((one) => inert(one.name)),
                  ', ',
                ),
              }),
            ),
          ]
        : []),
    ],
  };
}

/** Which fits each incident that is open, and all that there are. */
export function overviewMessage(
  offers: readonly { readonly incident: Incident; readonly runbook: Runbook | undefined }[],
  all: readonly Runbook[],
  t: Translate,
): Message {
  const head = t('incident.runbook.list', { count: all.length });
  return {
    text: head,
    blocks: [
      ...offers
        .slice(0, MAX_OPEN)
        .map(({ incident, runbook }) =>
          runbook
            ? section(
                mrkdwn`*${quotedName(incident, t)}*`,
                undefined,
                startButton(incident, runbook, t('incident.runbook.button', { name: runbook.name })),
              )
            : section(mrkdwn`*${quotedName(incident, t)}*\n${t('incident.runbook.fitsNone')}`),
        ),
      section(mrkdwn`*${head}*`),
      ...sections(runbookLines(all, t)),
      context(t('incident.runbook.how')),
    ],
  };
}
