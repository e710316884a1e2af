/** The shape of a parser: it knows its own by the content, and walks it into a collector. */
import type { AgendaFormat } from '../agenda/domain/parsed.ts';
import type { Collector } from './collector.ts';
import type { Sheet } from './table/sheet.ts';
import type { XmlNode } from './xml.ts';

/** A file opened as what its first characters say it is. */
export type Opened =
  /** `kept` as JSON, as YAML, or as blocks inside a web page. */
  | { readonly as: 'json'; readonly kept: 'json' | 'yaml' | 'page'; readonly value: unknown }
  | { readonly as: 'xml'; readonly root: XmlNode }
  /** `around`: characters before and after the calendar that belong to something else. */
  | { readonly as: 'ical'; readonly bytes: Uint8Array; readonly around: number }
  /** `kept` as text with separators, or as a workbook of several sheets. */
  | { readonly as: 'table'; readonly kept: 'text' | 'workbook'; readonly sheets: readonly Sheet[] };

export interface Parser<Source extends Opened = Opened> {
  readonly format: AgendaFormat;
  readonly as: Source['as'];
  fits(source: Source): boolean;
  read(source: Source, into: Collector): void;
}

export type JsonParser = Parser<Extract<Opened, { as: 'json' }>>;
export type XmlParser = Parser<Extract<Opened, { as: 'xml' }>>;
export type CalendarParser = Parser<Extract<Opened, { as: 'ical' }>>;
export type TableParser = Parser<Extract<Opened, { as: 'table' }>>;
