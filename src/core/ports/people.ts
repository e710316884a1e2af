/** People by whatever names them, and the event's settings. What an error from it means is said here. */
import type { EventSettings } from '../../callboard/domain/event.ts';
import type { Person } from '../../callboard/domain/person.ts';

/** People by whatever names them. Cached; undefined means that there is nobody of that name. */
export interface Directory {
  person(id: string): Promise<Person | undefined>;
  byEmail(email: string): Promise<Person | undefined>;
  byHandle(handle: string): Promise<Person | undefined>;
  byPhone(number: string): Promise<Person | undefined>;
  /** Everybody that Callboard knows. */
  all(): Promise<Person[]>;
}

/** The event's settings, always current. */
export interface EventSettingsSource {
  settings(): Promise<EventSettings>;
}
