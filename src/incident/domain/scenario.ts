/**
 * A scenario: what happens in a drill at which minute, what people are expected to do, and what is said of it
 * afterwards. It is written in a file, by us or by anybody.
 */
import { z } from 'zod';
import { document, fact } from '../../core/commit.ts';
import { isDrill } from '../../keys/domain/set.ts';
import { Kind, PRIVATE_KINDS, Severity } from './incident.ts';

/** What fits a text, with its mark and how to answer it, in two segments. */
const MAX_TEXT = 180;
const MAX_MINUTES = 120;
const MAX_STEPS = 20;

/** One text for everybody, or one in each language. */
const Words = z.union([
  z.string().trim().min(1).max(MAX_TEXT),
  z.strictObject({
    en: z.string().trim().min(1).max(MAX_TEXT),
    es: z.string().trim().min(1).max(MAX_TEXT),
  }),
]);
export type Words = z.infer<typeof Words>;

/** In this language. */
export const wordsIn = (words: Words, locale: 'en' | 'es'): string =>
  typeof words === 'string' ? words : words[locale];

const Minutes = z.number().min(0).max(MAX_MINUTES);

export const Expected = z.enum([
  'acknowledged',
  'commander',
  'update',
  'note',
  'ticked',
  'mitigated',
  'ceremony',
  'resolved',
]);
export type Expected = z.infer<typeof Expected>;

const Expectation = z.strictObject({
  what: Expected.meta({
    description:
      'acknowledged: somebody has the page of this step; commander: the incident has one; update: one was posted; note: something was noted for the timeline; ticked: steps of a runbook are done; mitigated: marked as under control; ceremony: the practice set of this step was put together; resolved: the incident is.',
  }),
  within: Minutes.min(1).meta({ description: 'Minutes after the step.' }),
  ticks: z
    .number()
    .int()
    .min(1)
    .max(50)
    .exactOptional()
    .meta({ description: 'Of `ticked`: how many steps of the runbook. One where nothing is said.' }),
  points: z
    .number()
    .int()
    .min(1)
    .max(10)
    .exactOptional()
    .meta({ description: 'What it counts in the score. One where nothing is said.' }),
  well: Words.exactOptional().meta({ description: 'What is said where it was so.' }),
  practise: Words.exactOptional().meta({ description: 'What is worth practising where it was not.' }),
});
export type Expectation = z.infer<typeof Expectation>;

const To = z
  .string()
  .regex(/^(?:room|oncall|role:.+|room:.+)$/, {
    error: 'is nobody to page: write room (the room of the drill), oncall, role:NAME or room:NAME',
  })
  .meta({
    description: 'room (the room of the drill, else whoever is on call), oncall, role:NAME, room:NAME',
  });

/** What a step can do; each has one. */
const DEEDS = {
  page: z.strictObject({ to: To, says: Words }).meta({ description: 'A page opens.' }),
  alert: z
    .strictObject({
      from: z.string().trim().min(1).max(40),
      to: To,
      says: Words,
      labels: z.record(z.string().min(1), z.string()).exactOptional(),
    })
    .meta({ description: 'A page opens, as an alert of monitoring would open it.' }),
  missing: z.strictObject({ to: To, says: Words }).meta({
    description: 'A page opens for a speaker who is pretended to be missing. No check-in is changed.',
  }),
  breaks: z
    .strictObject({ device: Words, says: Words })
    .meta({ description: 'A device is pretended to break: told in the thread.' }),
  inject: Words.meta({ description: 'Something becomes known: told in the thread.' }),
  outage: z
    .strictObject({
      channels: z.array(z.enum(['sms', 'voice'])).min(1),
      minutes: Minutes.min(1),
      says: Words,
    })
    .meta({
      description: 'Texts or calls of this drill’s pages are pretended to fail. Nothing else is touched.',
    }),
  keys: z
    .strictObject({
      set: z.string().refine(isDrill, {
        error:
          'is no practice set: only sets whose name is drill, or begins with drill-, are used in a drill',
      }),
      says: Words,
    })
    .meta({ description: 'The holders of a practice set are asked to put it together. Never a real one.' }),
} as const;
export type Deed = keyof typeof DEEDS;
export const DEED_NAMES = Object.keys(DEEDS) as readonly Deed[];
/** Those that open a page. */
export const PAGING: ReadonlySet<Deed> = new Set(['page', 'alert', 'missing']);

const Step = z
  .strictObject({
    at: Minutes.meta({ description: 'Minutes after the beginning.' }),
    page: DEEDS.page.exactOptional(),
    alert: DEEDS.alert.exactOptional(),
    missing: DEEDS.missing.exactOptional(),
    breaks: DEEDS.breaks.exactOptional(),
    inject: DEEDS.inject.exactOptional(),
    outage: DEEDS.outage.exactOptional(),
    keys: DEEDS.keys.exactOptional(),
    expect: z
      .array(Expectation)
      .max(8)
      .default([])
      .meta({ description: 'What people are expected to do then.' }),
  })
  .superRefine((step, context) => {
    const deeds = DEED_NAMES.filter((name) => step[name] !== undefined);
    if (deeds.length !== 1)
      context.addIssue({
        code: 'custom',
        message: `does ${deeds.length === 0 ? 'nothing' : `${deeds.length} things`}: each step has one of ${DEED_NAMES.join(', ')}`,
      });
    const [deed] = deeds;
    for (const [index, { what }] of step.expect.entries()) {
      const why =
        what === 'acknowledged' && deed !== undefined && !PAGING.has(deed)
          ? 'expects a page to be acknowledged, and this step opens none'
          : what === 'ceremony' && deed !== 'keys'
            ? 'expects a ceremony, and this step asks for none: it belongs to a step with keys'
            : undefined;
      if (why) context.addIssue({ code: 'custom', path: ['expect', index, 'what'], message: why });
    }
  });
export type Step = z.infer<typeof Step>;

/** Words that `/callboard drill` reads itself. */
const RESERVED: ReadonlySet<string> = new Set(['cancel', 'cancelar', 'list', 'in', 'en', 'between', 'entre']);

const scenarioFields = {
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,29}$/, {
      error: 'is no name of a scenario: small letters, digits and dashes, as in projector',
    })
    .refine((name) => !RESERVED.has(name), { error: 'is a word of the command itself: take another name' })
    .meta({ description: 'What is typed after /callboard drill.' }),
  title: Words.meta({ description: 'The title of its incident; DRILL stands before it everywhere.' }),
  about: Words.meta({ description: 'What is practised, for whoever chooses.' }),
  kind: Kind.default('other')
    .refine((kind) => !PRIVATE_KINDS.has(kind), {
      error: 'begins private, and a drill is for everybody: take another kind',
    })
    .meta({ description: 'The kind of its incident: the runbooks that fit are those of the kind.' }),
  severity: Severity.default('sev2'),
  minutes: Minutes.min(5).meta({
    description: 'How long it lasts at most; at its end everything of it is over.',
  }),
  steps: z.array(Step).min(1).max(MAX_STEPS),
};

export const Scenario = z
  .strictObject(scenarioFields)
  .superRefine(({ minutes, steps }, context) => {
    let before = 0;
    for (const [index, { at, expect }] of steps.entries()) {
      const wrong = (path: (string | number)[], message: string) =>
        context.addIssue({ code: 'custom', path: ['steps', index, ...path], message });
      if (at < before)
        wrong(['at'], `comes before the step above it, which is at ${before}: put them in order`);
      before = Math.max(before, at);
      if (at >= minutes) wrong(['at'], `is not before the end: the drill lasts ${minutes} minutes`);
      for (const [place, { within }] of expect.entries())
        if (at < minutes && at + within > minutes)
          wrong(
            ['expect', place, 'within'],
            `is after the end: this step is at ${at}, and the drill lasts ${minutes} minutes`,
          );
    }
    if (steps.every((step) => step.expect.length === 0))
      context.addIssue({
        code: 'custom',
        path: ['steps'],
        message:
          'expect nothing of anybody: say with `expect` what people should do, or nothing can be learned',
      });
  })
  .meta({
    title: 'Callboard drill scenario',
    description: 'What happens in a drill at which minute, and what people are expected to do.',
  });
export type Scenario = z.infer<typeof Scenario>;

/** As it is published in docs/scenario.schema.json, for editors and for other programs. */
export const publishedScenarioSchema = (): object => z.toJSONSchema(Scenario, { io: 'input' });

/** The deed of a step. */
export const deedOf = (step: Step): Deed => DEED_NAMES.find((name) => step[name] !== undefined) ?? 'inject';

/** A scenario of the event file; its id is its name. `place` is its place in the file. */
const OwnScenario = z.object({ scenario: Scenario, place: z.number().int().nonnegative() });
export type OwnScenario = z.infer<typeof OwnScenario>;
export const scenarioDocument = document({ name: 'drill-scenario', schema: OwnScenario, schemaVersion: 1 });

/** An event file was applied that has it otherwise than it was, or has it no more. */
export const scenarioChanged = fact('drill.scenario-changed', z.object({ scenario: z.string() }));
