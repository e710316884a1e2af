/** docs/permissions.md as the one table makes it. `UPDATE=1 npx tsx test/unit/rights/permissions-page.ts` writes it. */
import { writeFileSync } from 'node:fs';
import { PERMISSIONS, permits, type Right } from '../../../src/callboard/domain/permission.ts';
import { HTTP_RIGHTS, type HttpGuard } from '../../../src/core/http-rights.ts';
import { type CommandRights, RIGHTS } from '../../../src/core/rights.ts';

const HEAD = `# Who may what

This page is printed from the tables in \`src/core/rights.ts\` and \`src/core/http-rights.ts\`, from which the check before every door is made
as well. A door that is not in the table is closed to everybody.

| role | who that is |
|---|---|
| stranger | somebody of another workspace (Slack Connect), or whoever was deactivated in Slack |
| attendee | anyone in the workspace, its own guests included |
| speaker | linked to a speaker of the agenda (\`/speakers link\`) |
| crew | has a shift in this event, leads a role of the rota, or was named with \`/callboard crew add\` |
| organizer | named with \`/callboard organizers add\` |

Each role may all that those before it may. **yes** is for everything behind the door, **own** for one's own
only: a speaker's talk; somebody's place on a shift (leads may act for those of their role); an action item that
is yours; a set of keys of which you hold a share; a page that asks you (for crew also one that you opened, or
that asks whoever is on shift where you are); and of requests for help, those that you sent.

A page by somebody who is no crew is a **request for help**: never critical (\`!\`), never at a person, at most
3 open and 6 within an hour. \`/page block @user\` closes paging to somebody.
`;

const cell = (right: Right, index: number): string => {
  const role = PERMISSIONS[index] ?? 'stranger';
  if (permits(right, role, false)) return 'yes';
  return permits(right, role, true) ? 'own' : '–';
};

const row = (door: string, right: Right): string =>
  `| ${door.replaceAll('|', '\\|')} | ${PERMISSIONS.map((_, index) => cell(right, index)).join(' | ')} |`;

function section(name: string, rights: CommandRights): string {
  const rows = [
    ...Object.entries(rights.verbs).map(([verb, right]) => row(`\`${`${name} ${verb}`.trim()}\``, right)),
    ...Object.entries(rights.parts ?? {}).map(([part, right]) => row(`\`${name} ${part}\``, right)),
    ...(rights.otherwise ? [row('any other text', rights.otherwise)] : []),
    ...Object.entries(rights.buttons ?? {}).map(([id, right]) => row(`button \`${id}\``, right)),
    ...Object.entries(rights.modals ?? {}).map(([id, right]) => row(`modal \`${id}\``, right)),
    ...Object.entries(rights.shortcuts ?? {}).map(([id, right]) => row(`shortcut \`${id}\``, right)),
    ...Object.entries(rights.reactions ?? {}).map(([id, right]) => row(`reaction :${id}:`, right)),
    ...Object.entries(rights.texts ?? {}).map(([id, right]) => row(`text \`${id}\``, right)),
  ];
  return [
    `## ${name}`,
    '',
    `| door | ${PERMISSIONS.join(' | ')} |`,
    `|---|${'---|'.repeat(PERMISSIONS.length)}`,
    ...rows,
    '',
  ].join('\n');
}

const OPENS: Readonly<Record<HttpGuard, string>> = {
  public: 'nothing: anybody',
  hook: "a hook's token (`/callboard settings`), looked at before the body is read",
  address:
    'the secret in the address, a person’s own (`feed`, `feed reset`, `/rota contact`; `cards sheet`, for twelve hours)',
  message:
    'what a push message brought to a confirmed device: of that message, that person and that device, in the body of its answer',
  board: 'a link of `/callboard board`, while its person is crew, for 12 hours; then its cookie',
  'organizer-board': 'the same link or cookie, while its person is an organizer',
  stage:
    'the token of the room (`/agenda clock ROOM`), in a header, in the address, or in the cookie that its link leaves; until `clock ROOM reset`',
  twilio: "Twilio's signature",
  telnyx: "Telnyx's signature, no older than five minutes",
  metrics: '`METRICS_TOKEN`; without one, only from the same machine',
};

export const permissionsPage = (): string =>
  [
    HEAD,
    ...Object.entries(RIGHTS).map(([name, rights]) => section(name, rights)),
    '## Over HTTP',
    '',
    '`/slack/events` is opened by Slack’s signature.',
    '',
    '| door | what opens it |',
    '|---|---|',
    ...Object.entries(HTTP_RIGHTS).map(([door, guard]) => `| \`${door}\` | ${OPENS[guard]} |`),
    '',
  ].join('\n');

if (process.env['UPDATE']) writeFileSync('docs/permissions.md', permissionsPage());
