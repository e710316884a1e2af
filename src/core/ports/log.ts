/** The log. What an error from it means is said here. */

/** Lines of data with a message that is the same each time; what must not be in a log is taken out. */
export interface Log {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}
