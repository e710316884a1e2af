/**
 * The demo event: the programme of DevOps Barcelona 2019, which was public. Its talks and speakers are real;
 * slots, breaks, rooms and shifts are made up, and laid around the moment at which the sandbox opens, so
 * that a talk is on stage whatever the hour.
 */
import { Temporal } from 'temporal-polyfill';
import { EventFile } from './event-file.ts';
import { demoSetup } from './setup.ts';

const STAGE = 'Stage Main';

interface Talk {
  readonly title: string;
  readonly speakers: readonly string[];
  readonly linked?: string;
}

const DAYS: readonly (readonly Talk[])[] = [
  [
    { title: 'Managing Failure in a Distributed World', speakers: ['Anubhav Mishra', 'Nic Jackson'] },
    { title: 'Productionizing ML', speakers: ['Carlos Villavieja', 'Salim Virji'] },
    { title: 'Managing DevOps Teams, staying alive', speakers: ['Marc Cluet', 'Ukon Cherry'] },
    {
      title: 'How fast can you DevOps Financial Services?',
      speakers: ['Aubrey Stearn'],
      linked: 'speaker-1',
    },
    {
      title: 'Self-Service Toolchain through versioned Infrastructure as Code',
      speakers: ['Carlos Muñoz Robles'],
      linked: 'speaker-2',
    },
  ],
  [
    {
      title:
        'From on-premises monolith to cloud microservices using a stateless API Gateway and horror stories',
      speakers: ['Albert Lombarte'],
    },
    { title: "Kubernetes is not a deployment tool: it's a platform", speakers: ['José Armesto'] },
    { title: 'Continuous delivery for data science models', speakers: ['Raam Rosh Hai'] },
    {
      title: 'Monitoring OVH: 300k servers, 27 DCs and one Observability platform',
      speakers: ['Horacio González'],
    },
    { title: 'Continuous Performance Testing: Jmeter and Taurus', speakers: ['Almudena Vivanco'] },
  ],
  [
    { title: 'Stories from the trenches: Migrating our cloud provider', speakers: ['Eduardo Gulias Davis'] },
    { title: 'Orchestrating mobile app releases', speakers: ['Alejandro Rodríguez Salamanca'] },
    { title: 'Testing in Production', speakers: ['Alex Soto'] },
    { title: 'Falco', speakers: ['Néstor Salceda'] },
  ],
];

/** Minutes from the day's first start: each talk, and the breaks between them. */
const TALKS: readonly { readonly at: number; readonly minutes: number }[] = [
  { at: 0, minutes: 45 },
  { at: 60, minutes: 40 },
  { at: 105, minutes: 40 },
  { at: 165, minutes: 40 },
  { at: 210, minutes: 40 },
];
const BREAKS = [
  { title: 'Coffee break', at: 45, minutes: 15 },
  { title: 'Second break', at: 145, minutes: 20 },
] as const;

const SHIFT_MINUTES = 240;
const VOLUNTEERS = ['volunteer-1', 'volunteer-2', 'volunteer-3'] as const;
const turn = (index: number): (typeof VOLUNTEERS)[number] => {
  const count = VOLUNTEERS.length;
  return VOLUNTEERS[((index % count) + count) % count] ?? VOLUNTEERS[0];
};

/** When the talk that is on stage at `now` began: about ten minutes ago, on the same day. */
function onStageSince(now: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const round = now
    .subtract({ minutes: 10 })
    .round({ smallestUnit: 'minute', roundingIncrement: 5, roundingMode: 'floor' });
  const midnight = now.startOfDay();
  return Temporal.ZonedDateTime.compare(round, midnight) < 0 ? midnight : round;
}

const text = (t: Temporal.ZonedDateTime): string => t.toInstant().toString();

function sessions(first: Temporal.ZonedDateTime) {
  return DAYS.flatMap((talks, day) => {
    const start =
      day === 0 ? first : first.startOfDay().add({ days: day }).withPlainTime({ hour: 9, minute: 30 });
    const at = (minutes: number) => text(start.add({ minutes }));
    return [
      ...talks.flatMap(({ linked, ...talk }, index) => {
        const slot = TALKS[index];
        if (!slot) return [];
        const session = { ...talk, room: STAGE, start: at(slot.at), minutes: slot.minutes, language: 'en' };
        return [linked ? { ...session, linked } : session];
      }),
      ...BREAKS.map(({ title, at: minute, minutes }) => ({
        title,
        room: STAGE,
        start: at(minute),
        minutes,
        isBreak: true as const,
      })),
    ];
  });
}

/** Somebody is at the stage around the clock for three days, volunteer-1 when the sandbox opens. */
function shifts(first: Temporal.ZonedDateTime) {
  const anchor = first.subtract({ minutes: 30 });
  const begin = first.startOfDay();
  const end = begin.add({ days: 3 });
  const made = [];
  const before = Math.ceil(begin.until(anchor).total('minutes') / SHIFT_MINUTES);
  for (let index = -before; ; index++) {
    const start = anchor.add({ minutes: index * SHIFT_MINUTES });
    if (Temporal.ZonedDateTime.compare(start, end) >= 0) break;
    const slot = { start: text(start), minutes: SHIFT_MINUTES };
    made.push({ role: 'Stage', room: STAGE, ...slot, need: 1, people: [turn(index)] });
    const isByDay = start.hour >= 7 && start.hour < 19;
    const isLastDay = Temporal.ZonedDateTime.compare(start, begin.add({ days: 2 })) >= 0;
    // The last day's desk is left open, so that `/rota gaps` and `/rota fill` have something to do.
    if (isByDay) made.push({ role: 'Desk', ...slot, need: 1, people: isLastDay ? [] : [turn(index + 1)] });
  }
  return made;
}

export function demoEvent(now: Temporal.Instant): EventFile {
  const setup = demoSetup();
  const first = onStageSince(now.toZonedDateTimeISO(setup.zone));
  return EventFile.parse({ ...setup, sessions: sessions(first), shifts: shifts(first) });
}
