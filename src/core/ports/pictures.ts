/** Draws the pictures that nouns describe. What an error from it means is said here. */

/** What survives the way into another thread as it is: no function is in a picture. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** A picture as data: how large, and what ECharts is told to draw. Pure functions of the nouns make it. */
export interface Drawing {
  /** Pixels. A phone shows some 390 of its own: letters of 24 pixels on 1080 are what it can still show. */
  readonly width: number;
  readonly height: number;
  /** An ECharts option, without functions. */
  readonly option: { readonly [key: string]: Json | undefined };
}

/** A picture as SVG of ours, whole: what came from outside is escaped in it, and cut to fit. */
export interface SvgDrawing {
  readonly width: number;
  readonly height: number;
  readonly svg: string;
}

/** Draws off the main thread: however large a picture is, no page waits for it. */
export interface Pictures {
  /**
   * @returns A PNG.
   * @throws PermanentError - `picture-failed`, `picture-too-slow`, `picture-too-many`: it could not be drawn, and trying again
   *   will not help. What it shows is also told in words, so whoever asked loses nothing but the picture.
   */
  draw(drawing: Drawing | SvgDrawing): Promise<Uint8Array>;
}
