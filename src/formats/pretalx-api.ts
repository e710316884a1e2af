/**
 * pretalx's REST API: submissions and talks with their slots, or slots with their submissions. What is only
 * named by a number there comes in full with `?expand=…`.
 */
import type { Collector, RawSession } from './collector.ts';
import { durationMinutes } from './duration.ts';
import { type Fields, fields, first, list, localized, optOut, scalarText } from './json.ts';
import type { JsonParser } from './parser.ts';

/** The rows of all pages, or of the only one. */
export const resultsOf = (value: unknown): readonly unknown[] =>
  list(Array.isArray(value) ? value : fields(value)['results']);

const isObject = (value: unknown): boolean => Object.keys(fields(value)).length > 0;

/** Where a submission is on, once or several times; slots that are only numbers are none. */
const slotsOf = (submission: Fields): Fields[] =>
  [submission['slot'], ...list(submission['slots'])].filter(isObject).map(fields);

const isSubmission = (value: unknown): boolean => {
  const row = fields(value);
  return 'code' in row && 'title' in row && ('slot' in row || 'slots' in row) && 'speakers' in row;
};

/** A slot of a submission, or of a break, which has none. */
export const isSlot = (value: unknown): boolean => {
  const row = fields(value);
  return 'submission' in row && 'start' in row && 'end' in row && 'room' in row;
};

const NOT_ACCEPTED = /^(?:submitted|rejected|withdrawn|draft|deleted)$/i;
const CANCELLED = /^cancell?ed$/i;

function roomOf(slot: Fields, into: Collector): string {
  const room = slot['room'] ?? slot['room_id'];
  const name = localized(fields(room)['name']) || (typeof room === 'number' ? '' : localized(room));
  if (name !== '' || room === null || room === undefined) return name.trim();
  into.note('rooms-by-number', scalarText(room));
  return scalarText(room);
}

const named = (value: unknown): string => localized(fields(value)['name']) || localized(value);

const speakersOf = (submission: Fields): RawSession['speakers'] =>
  list(submission['speakers']).map((value) => {
    const person = fields(value);
    return {
      id: first(person, 'code', 'id'),
      name: first(person, 'name'),
      email: scalarText(person['email']),
    };
  });

function readSlot(submission: Fields, slot: Fields, into: Collector): void {
  const title = localized(submission['title']) || localized(slot['description']);
  const start = into.startTime(scalarText(slot['start']), title);
  if (start === undefined) {
    into.note('unscheduled', title);
    return;
  }
  const minutes = durationMinutes(scalarText(submission['duration'] ?? slot['duration']));
  const id = scalarText(slot['id']);
  const code = scalarText(submission['code']);
  into.add({
    guid: code || (id === '' ? '' : `slot:${id}`),
    title,
    abstract: localized(submission['abstract']),
    description: localized(submission['description']),
    track: named(submission['track']),
    kind: named(submission['submission_type'] ?? submission['session_type']),
    language: scalarText(submission['content_locale']),
    speakers: speakersOf(submission),
    room: roomOf(slot, into),
    start,
    end:
      into.time(scalarText(slot['end']), title) ??
      (minutes === undefined ? undefined : start + minutes * 60_000),
    cancelled: CANCELLED.test(scalarText(submission['state'])),
    doNotRecord: optOut(submission),
    ...(code === '' && { isBreak: true }),
  });
}

function readSubmission(submission: Fields, into: Collector): void {
  const title = localized(submission['title']);
  if (NOT_ACCEPTED.test(scalarText(submission['state']))) {
    into.note('not-accepted', title);
    return;
  }
  const slots = slotsOf(submission);
  if (slots.length === 0) into.note('unscheduled', title);
  for (const slot of slots) readSlot(submission, slot, into);
}

/** A row of the talks, or a slot whose submission is there in full (or that is a break, without any). */
const isWhole = (value: unknown): boolean =>
  isSubmission(value) ||
  (isSlot(value) && (fields(value)['submission'] === null || isObject(fields(value)['submission'])));

export const pretalxApi: JsonParser = {
  format: 'pretalx-api',
  as: 'json',
  fits: ({ value }) => {
    const rows = resultsOf(value);
    return rows.length > 0 && rows.every(isWhole);
  },
  read({ value }, into) {
    for (const row of resultsOf(value).map(fields)) {
      if (isSlot(row)) readSlot(fields(row['submission']), row, into);
      else readSubmission(row, into);
    }
  },
};
