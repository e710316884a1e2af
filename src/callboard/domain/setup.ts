/**
 * Setting an event up, as a list in the order in which one thing needs the other: what is done, what is begun, and
 * what comes next. Nothing is done because nobody looked: a step is `done` only where its state says so.
 */
import { Temporal } from 'temporal-polyfill';

/** So many of so many. */
export interface Part {
  readonly done: number;
  readonly of: number;
}

export interface SetupState {
  /** Whether the event has dates, its own or its programme's; its name and zone come with the same form. */
  readonly dates: boolean;
  readonly channels: {
    /** Of the four kinds, how many have a channel. */
    readonly named: number;
    /** Operations and announcements have one; the others fall back to operations. */
    readonly enough: boolean;
    /** Channels in which the bot cannot post. */
    readonly closed: number;
  };
  /** Sessions that are scheduled. */
  readonly sessions: number;
  /** Linked to somebody who can be reached, of those whom the programme names. */
  readonly speakers: Part;
  /** Shifts that are not over. */
  readonly shifts: number;
  /** Filled, of the places that these shifts need. */
  readonly places: Part;
  /** Said when they can, of those who were asked or are crew; whether an invitation was posted. */
  readonly invitations: Part & { readonly posted?: true };
  /** With a verified phone, of the organizers and those on a shift that is not over; undefined: no phones here. */
  readonly phones: Part | undefined;
  /** People whose try-out arrived by every way, of those who tried. */
  readonly tests: Part;
  /** Sets of keys; and of those in the making, who has confirmed. */
  readonly keySets: number;
  readonly holders: Part;
}

/** `optional`: not done, and need not be. */
export type StepState = 'done' | 'begun' | 'open' | 'optional';

export const SETUP_STEPS = [
  'event',
  'channels',
  'programme',
  'speakers',
  'shifts',
  'invitations',
  'fill',
  'phones',
  'test',
  'keys',
] as const;
export type SetupStepName = (typeof SETUP_STEPS)[number];

/** What is said of a step, where its state alone does not say it. */
export type SetupWords = 'open' | 'begun' | 'done' | 'closed' | 'waits' | 'none' | 'optional';

export interface SetupStep {
  readonly name: SetupStepName;
  readonly state: StepState;
  readonly words: SetupWords;
  readonly count: Part;
}

const NOTHING: Part = { done: 0, of: 0 };

type Judged = Omit<SetupStep, 'name'>;
const open = (words: SetupWords = 'open', count = NOTHING): Judged => ({ state: 'open', words, count });
const begun = (words: SetupWords = 'begun', count = NOTHING): Judged => ({ state: 'begun', words, count });
const done = (words: SetupWords = 'done', count = NOTHING): Judged => ({ state: 'done', words, count });

/** None, some or all of a number that is not zero. */
const judge = (part: Part): Judged =>
  part.done >= part.of ? done('done', part) : part.done > 0 ? begun('begun', part) : open('open', part);

function channelsStep({ named, enough, closed }: SetupState['channels']): Judged {
  const count = { done: named, of: closed };
  if (named === 0) return open('open', count);
  if (closed > 0) return begun('closed', { done: named, of: closed });
  return enough ? done('done', count) : begun('begun', count);
}

const JUDGES: Readonly<Record<SetupStepName, (state: SetupState) => Judged>> = {
  event: ({ dates }) => (dates ? done() : open()),
  channels: ({ channels }) => channelsStep(channels),
  programme: ({ sessions }) => (sessions > 0 ? done('done', { done: sessions, of: sessions }) : open()),
  speakers: ({ sessions, speakers }) =>
    sessions === 0 ? open('waits') : speakers.of === 0 ? done('none') : judge(speakers),
  shifts: ({ shifts }) => (shifts > 0 ? done('done', { done: shifts, of: shifts }) : open()),
  invitations: ({ invitations, places }) =>
    places.of > 0 && places.done >= places.of
      ? done('none')
      : invitations.of === 0
        ? open()
        : judge(invitations),
  fill: ({ places }) => (places.of === 0 ? open('waits') : judge(places)),
  phones: ({ phones }) =>
    phones === undefined
      ? { state: 'optional', words: 'none', count: NOTHING }
      : phones.of === 0
        ? open('open', phones)
        : judge(phones),
  test: ({ tests }) =>
    tests.done > 0 ? done('done', tests) : tests.of > 0 ? begun('begun', tests) : open('open', tests),
  keys: ({ keySets, holders }) =>
    holders.done < holders.of
      ? begun('begun', holders)
      : keySets > 0
        ? done('done', { done: keySets, of: keySets })
        : { state: 'optional', words: 'optional', count: NOTHING },
};

export const setupSteps = (state: SetupState): SetupStep[] =>
  SETUP_STEPS.map((name) => ({ name, ...JUDGES[name](state) }));

/** What is not done and has to be. */
export const stepsLeft = (steps: readonly SetupStep[]): SetupStep[] =>
  steps.filter(({ state }) => state === 'open' || state === 'begun');

/**
 * What comes next: the first that nobody has begun, so that one that waits for others (hundreds of speakers, sixty
 * phones) does not stand in the way of the rest; then the first that is begun. Undefined where all is set up.
 */
export const nextStep = (steps: readonly SetupStep[]): SetupStep | undefined =>
  steps.find(({ state }) => state === 'open') ?? steps.find(({ state }) => state === 'begun');

/** Whether the event is still to come; `during` from its first day on, `over` after its last. */
export type SetupPhase = 'before' | 'during' | 'over';

/**
 * @param days - Calendar dates of the event's days, `2019-06-05`, in any order; none where nobody has said.
 * @param today - The event's day now.
 */
export function setupPhase(days: readonly string[], today: Temporal.PlainDate): SetupPhase {
  const [first] = days.toSorted();
  const last = days.toSorted().at(-1);
  if (first === undefined || last === undefined) return 'before';
  if (Temporal.PlainDate.compare(today, Temporal.PlainDate.from(first)) < 0) return 'before';
  return Temporal.PlainDate.compare(today, Temporal.PlainDate.from(last)) > 0 ? 'over' : 'during';
}
