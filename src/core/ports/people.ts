/** People by whatever names them, and the event's settings. What an error from it means is said here. */
import type { EventSettings } from '../../callboard/domain/event.ts';
import type { Person } from '../../callboard/domain/person.ts';
import type { UserGroup } from '../../callboard/domain/user-group.ts';

/** People by whatever names them. Cached; undefined means that there is nobody of that name. */
export interface Directory {
  /** By Callboard's id: the Slack user id of who is in Slack, an id of our own for others. */
  person(id: string): Promise<Person | undefined>;
  /** Capitals do not matter. */
  byEmail(email: string): Promise<Person | undefined>;
  /** Without @; capitals do not matter. */
  byHandle(handle: string): Promise<Person | undefined>;
  /** @param number - In E.164, `+34600000000`. Verified or not: whoever trusts it looks. */
  byPhone(number: string): Promise<Person | undefined>;
  /**
   * A user group of Slack, by its id (`S…`) or its handle without @; undefined where there is none, or Slack does
   * not tell. One that was disabled is told as such.
   *
   * @throws RetryLater - Slack asks for patience.
   */
  group(name: string): Promise<UserGroup | undefined>;
  /** Everybody that Callboard knows. */
  all(): Promise<Person[]>;
}

/** The event's settings, always current. */
export interface EventSettingsSource {
  /** Defaults where nobody has set up the event yet. */
  settings(): Promise<EventSettings>;
}
