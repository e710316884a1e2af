/** How much a file may ask of us. A real conference is far below each of these; a hostile file is not. */

/** Bytes. The largest real feed known (38C3 with all self-organised sessions) has 2.2 MB. */
export const MAX_BYTES = 50 * 1024 * 1024;
/** Sessions of one file; the largest real agenda known has about a thousand. */
export const MAX_SESSIONS = 20_000;
/** How deep JSON, XML and calendar components may nest; real files stay below 12. */
export const MAX_DEPTH = 64;
/** Characters, so that a message or a modal can always show them. */
export const MAX_TITLE = 300;
export const MAX_NAME = 200;
export const MAX_TEXT = 20_000;
/** Of one session. */
export const MAX_SPEAKERS = 200;
export const MAX_LINKS = 40;
/** Milliseconds that a worker may take for one file before it is stopped. */
export const MAX_MILLISECONDS = 30_000;
