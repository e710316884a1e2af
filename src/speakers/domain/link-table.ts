/** A table of speakers against the agenda and the people: what each row would link, and what stands in its way. */
import type { Session } from '../../agenda/domain/session.ts';
import { mailPrint } from '../../callboard/domain/mail-print.ts';
import { type Person, personChanged, personDocument } from '../../callboard/domain/person.ts';
import { isCostly, phoneNumber } from '../../callboard/domain/phone.ts';
import { type Actor, type Change, type JobChange, mergeChanges, put, recordFact } from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import { plain } from '../../core/match.ts';
import { nearest } from '../../core/nearest.ts';
import { type Links, linksById, type SpeakerLink } from './link.ts';
import { linkSpeaker, type Replan, type Speaker, speakersOf } from './linking.ts';
import { likeness, nameKey, nameLikeness } from './names.ts';
import type { SpeakerRow } from './speaker-row.ts';

/** Whom a speaker would be linked to: somebody who is known, or a new person without Slack, by their number (E.164). */
export type LinkTarget = { readonly person: Person } | { readonly phone: string };
type FoundBy = 'slack' | 'email' | 'phone';

export interface ToLink {
  readonly speaker: Speaker;
  readonly to: LinkTarget;
  readonly by: FoundBy;
}

interface OfRow {
  readonly row: SpeakerRow;
}
/** What became of one row. `twice` and `rows` name the line of the row that has the same speaker. */
export type Finding = OfRow &
  (
    | ({ readonly kind: 'link' } & ToLink)
    /** As it is already; it stays. */
    | { readonly kind: 'linked'; readonly speaker: Speaker; readonly person: string }
    /** Linked to somebody else; that stays. */
    | { readonly kind: 'other'; readonly speaker: Speaker; readonly person: string }
    | { readonly kind: 'twice'; readonly speaker: Speaker; readonly line: number }
    /** Another row says somebody else. Neither is linked. */
    | { readonly kind: 'rows'; readonly speaker: Speaker; readonly line: number }
    | { readonly kind: 'speakers'; readonly speakers: readonly Speaker[] }
    | { readonly kind: 'people'; readonly speaker: Speaker; readonly people: readonly Person[] }
    | { readonly kind: 'unknown' }
    | { readonly kind: 'number'; readonly speaker: Speaker; readonly why: 'bad' | 'costly' }
    | { readonly kind: 'guest' | 'left'; readonly speaker: Speaker; readonly person: Person }
    /** What the row says finds nobody, or it says nothing. */
    | { readonly kind: 'nobody'; readonly speaker: Speaker }
  );

export const linkTargetKey = (to: LinkTarget): string => ('person' in to ? to.person.id : to.phone);

/** What is to be linked, in the order of the rows. */
export const toLink = (findings: readonly Finding[]): ToLink[] =>
  findings.filter((one): one is Extract<Finding, { kind: 'link' }> => one.kind === 'link');

const by = <T>(things: Iterable<T>, key: (thing: T) => string | undefined): ReadonlyMap<string, T[]> => {
  const found = new Map<string, T[]>();
  for (const thing of things) {
    const name = key(thing);
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), thing]);
  }
  return found;
};

/** `0034 …`, as people write it where + is hard to find. */
const withPlus = (typed: string): string => typed.trim().replace(/^00(?=\d)/, '+');

interface Known {
  readonly sessions: readonly Session[];
  readonly links: Links;
  readonly people: readonly Person[];
}

/**
 * What each row of a table comes to. Never a guess: two speakers of one name that nothing tells apart, two people
 * whom one row names, two rows that say different things of one speaker, and a link to somebody else are told, and
 * nothing is done about them. Applied, the same table finds nothing more to link.
 */
export function findTableLinks(rows: readonly SpeakerRow[], { sessions, links, people }: Known): Finding[] {
  const speakers = speakersOf(sessions);
  const byName = by(speakers, ({ name }) => nameKey(name));
  const byMail = by(speakers, ({ mail }) => mail);
  const whoBy = {
    id: by(people, ({ id }) => id),
    handle: by(people, ({ handle }) => handle?.toLowerCase()),
    email: by(people, ({ email }) => email?.toLowerCase()),
    phone: by(people, ({ phone }) => phone?.number),
  };

  /** The speakers that a row may mean; one where it is plain. */
  const meant = ({ name, email }: SpeakerRow): readonly Speaker[] => {
    const ofMail = (email !== undefined && byMail.get(mailPrint(email))) || [];
    const alike = (nameKey(name) !== '' && byName.get(nameKey(name))) || [];
    if (alike.length === 0) return ofMail;
    const same = alike.filter((one) => plain(one.name) === plain(name));
    const ofName = same.length > 0 ? same : alike;
    const both = ofName.filter((one) => ofMail.includes(one));
    if (both.length === 1) return both;
    // The agenda says that this address is another speaker's.
    if (ofName.length === 1 && ofMail.length > 0 && both.length === 0) return [...ofName, ...ofMail];
    return ofName;
  };

  type Sought = { readonly to: LinkTarget; readonly by: FoundBy };
  const sought = (row: SpeakerRow, speaker: Speaker): Sought | Finding => {
    const bySlack =
      row.slack === undefined
        ? []
        : (whoBy.id.get(row.slack) ?? whoBy.handle.get(row.slack.toLowerCase()) ?? []);
    const email = row.email?.trim().toLowerCase();
    const byEmail = (email !== undefined && whoBy.email.get(email)) || [];
    const number = row.phone === undefined ? undefined : phoneNumber(withPlus(row.phone));
    const byPhone = (number !== undefined && whoBy.phone.get(number)) || [];
    const found = new Map([...byPhone, ...byEmail, ...bySlack].map((person) => [person.id, person] as const));
    const usable = [...found.values()].filter(({ guest, deactivated }) => !guest && !deactivated);
    if (usable.length > 1) return { kind: 'people', row, speaker, people: usable };
    const [person] = usable;
    if (person)
      return {
        to: { person },
        by: bySlack.includes(person) ? 'slack' : byEmail.includes(person) ? 'email' : 'phone',
      };
    const [refused] = found.values();
    // A number that is a guest's is theirs; another one is a way around Slack.
    if (number !== undefined && byPhone.length === 0)
      return isCostly(number)
        ? { kind: 'number', row, speaker, why: 'costly' }
        : { to: { phone: number }, by: 'phone' };
    if (row.phone !== undefined && number === undefined) return { kind: 'number', row, speaker, why: 'bad' };
    if (refused) return { kind: refused.deactivated ? 'left' : 'guest', row, speaker, person: refused };
    return { kind: 'nobody', row, speaker };
  };

  const first = rows.map((row): Finding => {
    const [speaker, second] = meant(row);
    if (!speaker) return { kind: 'unknown', row };
    if (second) return { kind: 'speakers', row, speakers: meant(row) };
    const found = sought(row, speaker);
    if ('kind' in found) return found;
    const link = links.get(speaker.id);
    if (!link) return { kind: 'link', row, speaker, ...found };
    return {
      kind: linkTargetKey(found.to) === link.person ? 'linked' : 'other',
      row,
      speaker,
      person: link.person,
    };
  });
  return oneEach(first);
}

/** Of several rows for one speaker that agree one counts; of several that do not, none. */
function oneEach(findings: readonly Finding[]): Finding[] {
  const rowsOf = by(
    findings.filter((one) => 'speaker' in one),
    ({ speaker }) => speaker.id,
  );
  return findings.map((finding) => {
    if (finding.kind !== 'link') return finding;
    const { row, speaker, to } = finding;
    const others = (rowsOf.get(speaker.id) ?? []).filter((other) => other !== finding);
    const against = others.find(
      (other) =>
        other.kind === 'people' || (other.kind === 'link' && linkTargetKey(other.to) !== linkTargetKey(to)),
    );
    if (against) return { kind: 'rows', row, speaker, line: against.row.line };
    const before = others.find(
      (other) => other.kind === 'link' && findings.indexOf(other) < findings.indexOf(finding),
    );
    return before ? { kind: 'twice', row, speaker, line: before.row.line } : finding;
  });
}

/** The speaker that an unknown name is likeliest to be; undefined where none is near. */
export function nearestSpeaker(name: string, speakers: readonly Speaker[]): Speaker | undefined {
  const alike = speakers
    .flatMap((speaker) => {
      const how = likeness(name, speaker.name);
      return how ? [{ speaker, rank: nameLikeness.indexOf(how) }] : [];
    })
    .sort((a, b) => a.rank - b.rank);
  if (alike[0]) return alike[0].speaker;
  const near = nearest(
    plain(name),
    speakers.map((speaker) => plain(speaker.name)),
  );
  return near === undefined ? undefined : speakers.find((speaker) => plain(speaker.name) === near);
}

/** Equal jobs are one: two speakers of a session are looked for together, and the board is drawn once. */
const once = (jobs: readonly JobChange[]): JobChange[] => [
  ...new Map(jobs.map((job) => ['cancel' in job ? `cancel ${job.cancel}` : job.id, job])).values(),
];

/**
 * Links them all, as linking each by hand would: the people without Slack are made, and reminders are planned.
 *
 * @param ids - new ids, as many as there are links
 */
export function linkTable(
  links: readonly ToLink[],
  ids: readonly string[],
  actor: Actor,
  planning: Replan,
): Change {
  const made = new Map<string, Person>();
  const known = new Map(planning.links);
  const people = new Map(planning.people);
  const changes = links.map(({ speaker, to }, index): Change => {
    const at = planning.now;
    let person = 'person' in to ? to.person : made.get(to.phone);
    let created: Change | undefined;
    if (!person && 'phone' in to) {
      const phone = { number: to.phone, verifiedAt: instantText(at) };
      person = { id: `x-${ids[index] ?? ''}`, name: speaker.name, phone };
      made.set(to.phone, person);
      const data = { person: person.id, fields: ['name', 'phone'] };
      created = {
        put: [put(personDocument, person.id, person)],
        facts: [recordFact(personChanged, { at, by: actor, about: [`person:${person.id}`], data })],
      };
    }
    if (!person) return {};
    // Only what their own sessions need: the rest of a programme of a thousand is not looked through for each.
    const beside = speaker.sessions.flatMap((session) =>
      session.speakers.flatMap((one) => known.get(one.id) ?? []),
    );
    const linked = linkSpeaker(speaker, person, 'organizer', undefined, actor, {
      ...planning,
      sessions: speaker.sessions,
      links: linksById(beside),
      people: new Map(
        beside.flatMap((link) => {
          const other = people.get(link.person);
          return other ? [[other.id, other] as const] : [];
        }),
      ),
    });
    people.set(person.id, person);
    const link = linked.put?.[0]?.value;
    if (link) known.set(speaker.id, link as SpeakerLink);
    return mergeChanges(created, linked);
  });
  const all = mergeChanges(...changes);
  return { ...all, jobs: once(all.jobs ?? []) };
}
