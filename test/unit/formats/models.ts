/**
 * Programmes as organizers of other conferences could have kept them, made up here: several languages, headers,
 * layouts. Each says what a person reads in it, and how many questions it takes.
 */
import type { ParseOptions } from '../../../src/agenda/domain/parsed.ts';
import type { Serial, TestCell } from '../../support/workbook.ts';

type Rows = readonly (readonly TestCell[])[];

export interface Model {
  readonly name: string;
  readonly sheets: Readonly<Record<string, Rows>>;
  /** `06-12T09:00–09:45 Title @ Room [Speaker, Speaker]`. */
  readonly reads: readonly string[];
  /** What a person answers, where nothing in the file tells it. */
  readonly answers?: Omit<ParseOptions, 'zone'>;
}

const date = (serial: number): Serial => ({ serial, format: 'date' });
const time = (hours: number): Serial => ({ serial: hours / 24, format: 'time' });
const at = (serial: number, hours: number): Serial => ({ serial: serial + hours / 24, format: 'datetime' });
/** 2026-06-12, a Friday. */
const FRIDAY = 46185;

export const MODELS: readonly Model[] = [
  {
    name: 'a community day in English: titles above, days in rows of their own, breaks across',
    sheets: {
      Programme: [
        ['HarbourConf 2026 – Final programme', null, null, null],
        ['Questions? Ask Ada', null, null, null],
        [null, null, null, null],
        ['Time', 'Talk', 'Speaker(s)', 'Room'],
        ['Friday, 12 June 2026', null, null, null],
        ['9:00am - 9:30am', 'Welcome', 'Ada Lovelace', 'Main Hall'],
        ['9:30am - 10:15am', 'Tide tables', 'Grace Hopper & Dale Field', 'Main Hall'],
        ['10:15am - 10:45am', 'COFFEE BREAK', null, null],
        ['Saturday, 13 June 2026', null, null, null],
        ['12:30pm - 1:15pm', 'Closing', 'Ada Lovelace', 'Boat Shed'],
      ],
    },
    reads: [
      '06-12T09:00–09:30 Welcome @ Main Hall [Ada Lovelace]',
      '06-12T09:30–10:15 Tide tables @ Main Hall [Grace Hopper, Dale Field]',
      '06-12T10:15–10:45 COFFEE BREAK',
      '06-13T12:30–13:15 Closing @ Boat Shed [Ada Lovelace]',
    ],
  },
  {
    name: 'jornadas in Spanish: the day once, "de 9:00 a 9:45 h"',
    sheets: {
      Hoja1: [
        ['Día', 'Hora', 'Actividad', 'Ponente', 'Espacio'],
        ['Viernes 12/06/2026', 'de 9:00 a 9:45 h', 'Inauguración', 'Ada Lovelace', 'Salón de actos'],
        [null, 'de 10:00 a 11:30 h', 'Mesa redonda: mareas', 'Grace Hopper y Dale Field', 'Aula 2'],
        ['Sábado 13/06/2026', 'de 9:00 a 10:00 h', 'Nudos', 'Dale Field', 'Aula 2'],
      ],
    },
    reads: [
      '06-12T09:00–09:45 Inauguración @ Salón de actos [Ada Lovelace]',
      '06-12T10:00–11:30 Mesa redonda: mareas @ Aula 2 [Grace Hopper, Dale Field]',
      '06-13T09:00–10:00 Nudos @ Aula 2 [Dale Field]',
    ],
  },
  {
    name: 'a Tagung in German: dates without a year, the year in the title, Referent*in',
    sheets: {
      Tabelle1: [
        ['Programm der Hafentage 2026'],
        ['Tag', 'Beginn', 'Ende', 'Programmpunkt', 'Referent*in', 'Raum'],
        ['Fr., 12.06.', '9.00 Uhr', '9.45 Uhr', 'Begrüßung', 'Prof. Dr. Ada Lovelace', 'Hörsaal 1'],
        ['Fr., 12.06.', '10.00 Uhr', '11.30 Uhr', 'Gezeiten von Hand', 'Grace Hopper / Dale Field', 'HS 2'],
        ['Sa., 13.06.', '9.00 Uhr', '10.00 Uhr', 'Knoten', 'Dale Field', 'HS 2'],
      ],
    },
    reads: [
      '06-12T09:00–09:45 Begrüßung @ Hörsaal 1 [Prof. Dr. Ada Lovelace]',
      '06-12T10:00–11:30 Gezeiten von Hand @ HS 2 [Grace Hopper, Dale Field]',
      '06-13T09:00–10:00 Knoten @ HS 2 [Dale Field]',
    ],
  },
  {
    name: 'a grid in French: a sheet for each day, rooms as columns',
    sheets: {
      'Vendredi 12 juin 2026': [
        ['Horaires', 'Amphi A', 'Salle 101'],
        ['9h00 - 9h45', 'Accueil (Ada Lovelace)', null],
        ['10h00 - 10h45', 'Les marées', 'Les nœuds'],
      ],
      'Samedi 13 juin 2026': [
        ['Horaires', 'Amphi A', 'Salle 101'],
        ['9h00 - 10h30', 'Table ronde', null],
      ],
    },
    reads: [
      '06-12T09:00–09:45 Accueil @ Amphi A [Ada Lovelace]',
      '06-12T10:00–10:45 Les marées @ Amphi A',
      '06-12T10:00–10:45 Les nœuds @ Salle 101',
      '06-13T09:00–10:30 Table ronde @ Amphi A',
    ],
  },
  {
    name: 'Portuguese, with semicolons: Palestrante, Início, Fim',
    sheets: {
      Programa: [
        ['Data', 'Início', 'Fim', 'Título da palestra', 'Palestrante', 'Sala'],
        ['12/06/2026', '09:00', '09:45', 'Abertura', 'Ada Lovelace', 'Auditório'],
        ['13/06/2026', '10:00', '10:45', 'Marés', 'Grace Hopper e Dale Field', 'Sala 2'],
      ],
    },
    reads: [
      '06-12T09:00–09:45 Abertura @ Auditório [Ada Lovelace]',
      '06-13T10:00–10:45 Marés @ Sala 2 [Grace Hopper, Dale Field]',
    ],
  },
  {
    name: 'Italian: orario with dots, relatore, aula',
    sheets: {
      Foglio1: [
        ['Data', 'Orario', 'Titolo intervento', 'Relatore', 'Aula'],
        ['venerdì 12 giugno 2026', '9.00-9.45', 'Benvenuto', 'Ada Lovelace', 'Aula Magna'],
        ['venerdì 12 giugno 2026', '10.00-11.00', 'Le maree', 'Grace Hopper e Dale Field', 'Aula B'],
      ],
    },
    reads: [
      '06-12T09:00–09:45 Benvenuto @ Aula Magna [Ada Lovelace]',
      '06-12T10:00–11:00 Le maree @ Aula B [Grace Hopper, Dale Field]',
    ],
  },
  {
    name: 'Dutch: tijd, spreker, zaal, a weekday of two letters',
    sheets: {
      Blad1: [
        ['Havendagen 2026'],
        ['Datum', 'Tijd', 'Titel', 'Spreker', 'Zaal'],
        ['vr 12 juni', '09:00 - 09:45 uur', 'Welkom', 'Ada Lovelace', 'Grote zaal'],
        ['za 13 juni', '10:00 - 11:00 uur', 'Getijden', 'Grace Hopper en Dale Field', 'Zaal 2'],
      ],
    },
    reads: [
      '06-12T09:00–09:45 Welkom @ Grote zaal [Ada Lovelace]',
      '06-13T10:00–11:00 Getijden @ Zaal 2 [Grace Hopper, Dale Field]',
    ],
  },
  {
    name: 'a scientific meeting: papers, authors family name first, a length',
    sheets: {
      Program: [
        ['Paper ID', 'Paper Title', 'Authors', 'Session Name', 'Date', 'Start', 'Length (min)', 'Location'],
        [
          '101',
          'On tides',
          'Lovelace, Ada; Hopper, Grace',
          'Session 1A',
          date(FRIDAY),
          time(9),
          20,
          'Hall A',
        ],
        ['102', 'On knots', 'Field, Dale', 'Session 1A', date(FRIDAY), time(9 + 1 / 3), 20, 'Hall A'],
      ],
    },
    reads: [
      '06-12T09:00–09:20 On tides @ Hall A [Ada Lovelace, Grace Hopper]',
      '06-12T09:20–09:40 On knots @ Hall A [Dale Field]',
    ],
  },
  {
    name: 'an American template: stars, hints in brackets, a zone in the headers',
    sheets: {
      Sessions: [
        ['Please do not change the headers!'],
        [
          'Session Title*',
          'Presenter Name(s)',
          'Date (MM/DD/YYYY)',
          'Start Time (EST)',
          'End Time (EST)',
          'Room #',
        ],
        ['Welcome', 'Ada Lovelace', '06/12/2026', '9:00 AM', '9:45 AM', '201'],
        ['Tides', 'Grace Hopper, Dale Field', '06/12/2026', '12:30 PM', '1:15 PM', '202'],
      ],
    },
    reads: [
      '06-12T09:00–09:45 Welcome @ 201 [Ada Lovelace]',
      '06-12T12:30–13:15 Tides @ 202 [Grace Hopper, Dale Field]',
    ],
  },
  {
    name: 'a grid with two rows of heads: tracks and their rooms',
    sheets: {
      Agenda: [
        ['Friday 12 June 2026'],
        ['Time', 'Track 1: Sea', 'Track 2: Land'],
        ['', 'Main Hall', 'Room B'],
        ['09:00', 'Welcome\nAda Lovelace', ''],
        ['09:45', 'Tides\nGrace Hopper', 'Hills\nDale Field'],
        ['10:30', 'Coffee', 'Coffee'],
      ],
    },
    reads: [
      '06-12T09:00–09:45 Welcome @ Main Hall [Ada Lovelace]',
      '06-12T09:45–10:30 Tides @ Main Hall [Grace Hopper]',
      '06-12T09:45–10:30 Hills @ Room B [Dale Field]',
      '06-12T10:30–11:30 Coffee @ Main Hall',
      '06-12T10:30–11:30 Coffee @ Room B',
    ],
  },
  {
    name: 'a camp: when, what, where, who, by weekdays alone',
    sheets: {
      Camp: [
        ['When', 'What', 'Where', 'Who'],
        ['Fri 19:00-20:00', 'Campfire', 'Meadow', 'Ada Lovelace'],
        ['Sat 10:00-11:00', 'Knots', 'Dome', 'Dale Field'],
        ['Sat 23:30-00:30', 'Night swim', 'Lake', null],
      ],
    },
    answers: { firstDate: '2026-06-12' },
    reads: [
      '06-12T19:00–20:00 Campfire @ Meadow [Ada Lovelace]',
      '06-13T10:00–11:00 Knots @ Dome [Dale Field]',
      '06-13T23:30–00:30 Night swim @ Lake',
    ],
  },
  {
    name: 'an online platform: dates and times in one cell, hosts',
    sheets: {
      export: [
        ['Session Name', 'Type', 'Start Date & Time', 'End Date & Time', 'Hosts', 'Stage'],
        ['Welcome', 'Plenary', 'Jun 12, 2026 09:00 AM', 'Jun 12, 2026 09:45 AM', 'Ada Lovelace', 'Main'],
        ['Tides', 'Talk', 'Jun 12, 2026 01:00 PM', 'Jun 12, 2026 02:00 PM', 'Grace Hopper', 'Main'],
      ],
    },
    reads: [
      '06-12T09:00–09:45 Welcome @ Main [Ada Lovelace]',
      '06-12T13:00–14:00 Tides @ Main [Grace Hopper]',
    ],
  },
  {
    name: 'a grid on its side: rooms down, times across',
    sheets: {
      Sat: [
        ['Saturday 13 June 2026'],
        ['Room', '09:00', '10:00', '11:00'],
        ['Main Hall', 'Welcome', 'Tides (Grace Hopper)', ''],
        ['Room B', '', 'Knots', 'Hills'],
      ],
    },
    reads: [
      '06-13T09:00–10:00 Welcome @ Main Hall',
      '06-13T10:00–11:00 Tides @ Main Hall [Grace Hopper]',
      '06-13T10:00–11:00 Knots @ Room B',
      '06-13T11:00–12:00 Hills @ Room B',
    ],
  },
  {
    name: 'three speakers in columns of their own, with companies between',
    sheets: {
      Talks: [
        [
          'Talk',
          'Speaker 1',
          'Company',
          'Speaker 2',
          'Company',
          'Speaker 3',
          'Slot start',
          'Slot end',
          'Room',
        ],
        [
          'Tides',
          'Ada Lovelace',
          'Engines',
          'Grace Hopper',
          'Navy',
          'Dale Field',
          at(FRIDAY, 9),
          at(FRIDAY, 9.75),
          'Main',
        ],
        ['Knots', 'Dale Field', 'Ropes', null, null, null, at(FRIDAY, 10), at(FRIDAY, 11), 'Main'],
      ],
    },
    reads: [
      '06-12T09:00–09:45 Tides @ Main [Ada Lovelace, Grace Hopper, Dale Field]',
      '06-12T10:00–11:00 Knots @ Main [Dale Field]',
    ],
  },
  {
    name: 'Swedish: dag, tid, talare, lokal',
    sheets: {
      Blad1: [
        ['Hamndagarna 12–13 juni 2026'],
        ['Dag', 'Tid', 'Titel', 'Talare', 'Lokal'],
        ['fredag 12 juni', 'kl. 9.00–9.45', 'Välkommen', 'Ada Lovelace', 'Stora salen'],
        ['lördag 13 juni', 'kl. 10.00–11.00', 'Tidvatten', 'Grace Hopper och Dale Field', 'Sal 2'],
      ],
    },
    reads: [
      '06-12T09:00–09:45 Välkommen @ Stora salen [Ada Lovelace]',
      '06-13T10:00–11:00 Tidvatten @ Sal 2 [Grace Hopper, Dale Field]',
    ],
  },
  {
    name: 'Polish: data, godzina, tytuł, prelegent',
    sheets: {
      Arkusz1: [
        ['Data', 'Godzina', 'Tytuł', 'Prelegent', 'Sala'],
        ['12.06.2026', '9:00 - 9:45', 'Otwarcie', 'Ada Lovelace', 'Aula'],
        ['13.06.2026', '10:00 - 11:00', 'Pływy', 'Grace Hopper', 'Sala 2'],
      ],
    },
    reads: [
      '06-12T09:00–09:45 Otwarcie @ Aula [Ada Lovelace]',
      '06-13T10:00–11:00 Pływy @ Sala 2 [Grace Hopper]',
    ],
  },
  {
    name: 'Catalan: dia, hora, títol, ponent',
    sheets: {
      Full1: [
        ['Dia', 'Hora inici', 'Hora fi', 'Títol', 'Ponents', 'Sala'],
        ['divendres 12 de juny de 2026', '9:00', '9:45', 'Benvinguda', 'Ada Lovelace', 'Sala gran'],
        ['dissabte 13 de juny de 2026', '10:00', '11:00', 'Marees', 'Grace Hopper i Dale Field', 'Sala 2'],
      ],
    },
    reads: [
      '06-12T09:00–09:45 Benvinguda @ Sala gran [Ada Lovelace]',
      '06-13T10:00–11:00 Marees @ Sala 2 [Grace Hopper, Dale Field]',
    ],
  },
  {
    name: 'a header over two rows: groups above, names below',
    sheets: {
      Plan: [
        ['Session', null, 'Slot', null, null, 'Speaker', null],
        ['Title', 'Track', 'Date', 'From', 'To', 'First name', 'Last name'],
        ['Tides', 'Sea', date(FRIDAY), time(9), time(9.75), 'Ada', 'Lovelace'],
        ['Knots', 'Rope', date(FRIDAY), time(10), time(11), 'Dale', 'Field'],
      ],
    },
    reads: ['06-12T09:00–09:45 Tides [Ada Lovelace]', '06-12T10:00–11:00 Knots [Dale Field]'],
  },
  {
    name: 'day, time and room in the middle of many columns that nobody needs',
    sheets: {
      CfP: [
        [
          '#',
          'Submitted',
          'Decision',
          'Rating',
          'Final title',
          'Name of speaker',
          'E-mail',
          'Scheduled day',
          'Scheduled time',
          'Duration',
          'Assigned room',
          'Notes',
        ],
        [
          '7',
          '2026-01-04',
          'accepted',
          '4.5',
          'Tides',
          'Ada Lovelace',
          'ada@example.org',
          'Fri 12 Jun 2026',
          '09:00',
          '0:45',
          'Main',
          'needs HDMI',
        ],
        [
          '9',
          '2026-01-06',
          'rejected',
          '1.5',
          'Spam',
          'Nobody',
          'x@example.org',
          null,
          null,
          null,
          null,
          null,
        ],
        [
          '12',
          '2026-02-01',
          'accepted',
          '3.9',
          'Knots',
          'Dale Field',
          'dale@example.org',
          'Sat 13 Jun 2026',
          '10:00',
          '1:00',
          'Room B',
          null,
        ],
      ],
    },
    reads: ['06-12T09:00–09:45 Tides @ Main [Ada Lovelace]', '06-13T10:00–11:00 Knots @ Room B [Dale Field]'],
  },
  {
    name: 'dates that could be either way round: one question',
    sheets: {
      Sheet1: [
        ['Date', 'Start', 'End', 'Title', 'Room'],
        ['06/07/2026', '09:00', '09:45', 'Tides', 'Main'],
        ['06/07/2026', '10:00', '11:00', 'Knots', 'Main'],
      ],
    },
    answers: { dateOrder: 'mdy' },
    reads: ['06-07T09:00–09:45 Tides @ Main', '06-07T10:00–11:00 Knots @ Main'],
  },
  {
    name: 'headers of nobody’s language: the title is asked for, the rest told by its cells',
    sheets: {
      X: [
        ['Izenburua', 'Noiz', 'Ordua', 'Lekua?'],
        ['Vuorovesi', '2026-06-12', '09:00-09:45', 'Main'],
        ['Solmut', '2026-06-12', '10:00-11:00', 'Main'],
        ['Loppu', '2026-06-13', '10:00-11:00', 'Main'],
      ],
    },
    answers: { mapping: { title: 'Izenburua', room: 'Lekua?' } },
    reads: [
      '06-12T09:00–09:45 Vuorovesi @ Main',
      '06-12T10:00–11:00 Solmut @ Main',
      '06-13T10:00–11:00 Loppu @ Main',
    ],
  },
];
