/** The sandbox's workspace: its people with their phones, its channels, its bot. Tests rely on every id. */

export interface SandboxPerson {
  readonly handle: string;
  readonly id: string;
  readonly name: string;
  /** The phone in the person's pocket: `/sandbox/phones` shows one for each. */
  readonly phone?: string;
  /** Callboard does not know the number yet, so that there is somebody to try `/rota contact` with. */
  readonly unverified?: true;
  readonly locale?: 'es-ES';
}

export const people: readonly SandboxPerson[] = [
  { handle: 'organizer', id: 'U0ORGANIZER', name: 'Olga Organizer', phone: '+12025550101' },
  { handle: 'stage-lead', id: 'U0STAGELEAD', name: 'Stella Stage-Lead', phone: '+12025550102' },
  { handle: 'volunteer-1', id: 'U0VOLUNTEER1', name: 'Vera Volunteer', phone: '+12025550111' },
  { handle: 'volunteer-2', id: 'U0VOLUNTEER2', name: 'Viktor Volunteer', phone: '+12025550112' },
  {
    handle: 'volunteer-3',
    id: 'U0VOLUNTEER3',
    name: 'Vanya Volunteer',
    phone: '+12025550113',
    unverified: true,
  },
  { handle: 'speaker-1', id: 'U0SPEAKER1', name: 'Sam Speaker', phone: '+12025550121' },
  { handle: 'speaker-2', id: 'U0SPEAKER2', name: 'Sofía Speaker', phone: '+12025550122', locale: 'es-ES' },
  { handle: 'holder-1', id: 'U0HOLDER1', name: 'Hanna Holder', phone: '+12025550131' },
  { handle: 'holder-2', id: 'U0HOLDER2', name: 'Hugo Holder', phone: '+12025550132' },
  { handle: 'holder-3', id: 'U0HOLDER3', name: 'Hélène Holder', phone: '+12025550133' },
  { handle: 'attendee', id: 'U0ATTENDEE', name: 'Ada Attendee' },
];

/** Areas of North America: in each of them 555-0100 to 555-0199 are kept for stories, and belong to nobody. */
const AREAS = ['303', '312', '415', '503', '617'] as const;
/** So many of the hundred are used in an area. */
const AN_AREA = 90;
/** There are so many numbers for a crowd. */
export const MAX_CROWD = AREAS.length * AN_AREA;

/** More people of the workspace, `crowd-1`, `crowd-2`, …: members of #general and #volunteers, each with a phone. */
export const crowdOf = (size: number): readonly SandboxPerson[] =>
  Array.from({ length: size }, (_, index) => {
    const number = index + 1;
    return {
      handle: `crowd-${number}`,
      id: `U0CROWD${String(number).padStart(3, '0')}`,
      name: `Casey Crowd ${number}`,
      phone: `+1${AREAS[Math.floor(index / AN_AREA)]}5550${100 + (index % AN_AREA)}`,
    };
  });

/** The channels that a crowd comes to. */
export const CROWDED: ReadonlySet<string> = new Set(['C0GENERAL', 'C0VOLUNTEERS']);

export const BOT = 'U0CALLBOARD';
export const APP = 'A0CALLBOARD';

export interface SandboxChannel {
  readonly name: string;
  readonly id: string;
  readonly isPrivate: boolean;
  readonly members: readonly string[];
}

const everybody = people.map((person) => person.id);
const open = (name: string, id: string): SandboxChannel => ({
  name,
  id,
  isPrivate: false,
  members: [...everybody, BOT],
});

export const channels: readonly SandboxChannel[] = [
  open('general', 'C0GENERAL'),
  { name: 'ops', id: 'C0OPS', isPrivate: true, members: ['U0ORGANIZER', 'U0STAGELEAD', BOT] },
  open('stage-main', 'C0STAGEMAIN'),
  open('volunteers', 'C0VOLUNTEERS'),
  open('incidents', 'C0INCIDENTS'),
  open('announcements', 'C0ANNOUNCE'),
];

export const emailOf = (person: Pick<SandboxPerson, 'handle'>): string => `${person.handle}@example.org`;

/** Made-up credentials: they open nothing outside this machine. */
export const credentials = {
  SLACK_BOT_TOKEN: 'xoxb-callboard-sandbox',
  SLACK_APP_TOKEN: 'xapp-callboard-sandbox',
  SLACK_SIGNING_SECRET: 'callboard-sandbox-signing-secret',
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'twilio_test_auth_token',
  TWILIO_NUMBER: '+15551234567',
  TELNYX_API_KEY: 'KEY-callboard-sandbox',
  TELNYX_PUBLIC_KEY: '4Wg5//HRgl5f9VyUGJj31JZZfim5C/nMsCS72Rr8Ndw=',
  TELNYX_ACCOUNT: '00000000-0000-4000-8000-000000000000',
  TELNYX_APPLICATION: '1000000000000000001',
  TELNYX_NUMBER: '+15557654321',
  /** As a number of a registered campaign. */
  TELNYX_SMS_PER_SECOND: '1',
} as const;

/** The half that the sandbox's second provider signs with; the other one is `TELNYX_PUBLIC_KEY`. */
export const SECOND_SIGNING_KEY = 't-WDYkrGqJ4WEZpQ9JHknpoXcPAw6UKv4FaQ88WmsUI';
