/**
 * The picture of a day: a row for each room, a block for each session where it is now, its planned place as a
 * dashed outline where that is another. What differs from the plan says so in words.
 */
import { CHART_WIDTH, COLOURS, chartText, chartTitle, LETTERS } from '../core/chart-look.ts';
import { milliseconds } from '../core/instant.ts';
import type { Drawing, Json } from '../core/ports/pictures.ts';
import { textWidth } from '../core/text-width.ts';
import { deviationOf, plannedOf } from './domain/planned.ts';
import type { Session } from './domain/session.ts';

export interface DayChartWords {
  readonly title: string;
  readonly below: string;
  readonly asPlanned: string;
  readonly changed: string;
  readonly cancelled: string;
  readonly planned: string;
  readonly now: string;
  readonly noRoom: string;
  clock(ms: number): string;
  /** Stands for so many rooms that are not shown. */
  more(rooms: number): string;
}

export interface DayChartRoom {
  readonly room: string;
  readonly sessions: readonly Session[];
}

const HOUR = 3_600_000;
const MAX_ROWS = 24;
const ROW = 92;
const TOP = 240;
const BOTTOM = 40;
const LEFT = 270;
const RIGHT = 40;
/** The least width of an hour: half of it holds the code of a session. */
const HOUR_WIDTH = 130;
const MAX_WIDTH = 2400;
const MAX_ROOM = 19;
/** Letters of the code in a block of half an hour. */
const SMALLEST = 18;

/** Rooms with something changed before the others, each kind in its usual order, as far as they fit. */
function shownRooms(rooms: readonly DayChartRoom[]): readonly DayChartRoom[] {
  if (rooms.length <= MAX_ROWS) return rooms;
  const changes = ({ sessions }: DayChartRoom) => sessions.filter((one) => deviationOf(one)).length;
  const most = [...rooms].sort((a, b) => changes(b) - changes(a)).slice(0, MAX_ROWS);
  return rooms.filter((one) => most.includes(one));
}

/** `rooms` in their usual order; `now` in milliseconds since 1970, drawn where it is inside the day. */
export function dayChart(rooms: readonly DayChartRoom[], now: number, words: DayChartWords): Drawing {
  const shown = shownRooms(rooms);
  const hidden = rooms.length - shown.length;
  const sessions = shown.flatMap((one) => one.sessions);
  const places = sessions.flatMap((session) => {
    const { start, end } = plannedOf(session);
    // A plan of another day is no part of this one: it would make the hours too narrow to read.
    const isNear = Math.abs(start - milliseconds(session.start)) < 6 * HOUR;
    return [[milliseconds(session.start), milliseconds(session.end)], ...(isNear ? [[start, end]] : [])];
  });
  const first = Math.floor(Math.min(...places.map(([start = 0]) => start)) / HOUR) * HOUR;
  const last = Math.ceil(Math.max(...places.map(([, end = 0]) => end)) / HOUR) * HOUR;
  const hours = Math.max(1, (last - first) / HOUR);
  const width = Math.round(Math.min(MAX_WIDTH, Math.max(CHART_WIDTH, LEFT + RIGHT + hours * HOUR_WIDTH)));
  const plot = width - LEFT - RIGHT;
  const x = (ms: number) => LEFT + ((ms - first) / (last - first)) * plot;
  const bottom = TOP + shown.length * ROW;
  const every = Math.ceil(80 / (plot / hours));

  const grid: Json[] = [];
  for (let hour = 0; hour <= hours; hour++) {
    const at = x(first + hour * HOUR);
    grid.push(rule(at, TOP - 8, at, bottom, { stroke: COLOURS.grid, lineWidth: 1 }));
    if (hour % every === 0 && hour < hours)
      grid.push(
        writing(words.clock(first + hour * HOUR), at, TOP - 40, {
          fontSize: LETTERS.small,
          fill: COLOURS.muted,
        }),
      );
  }
  const rowOf = new Map(shown.map(({ room }, index) => [room, index]));
  const blocks = shown.flatMap(({ room, sessions: its }, row) => [
    writing(chartText(room || words.noRoom, MAX_ROOM), 28, TOP + row * ROW + ROW / 2 - 14, {
      fontSize: LETTERS.text,
      fill: COLOURS.ink,
      width: LEFT - 48,
      overflow: 'truncate',
    }),
    ...lanes(its).flatMap(({ session, lane, of }) => block(session, row, lane, of)),
  ]);
  /** Of several at the same time each gets a part of the row's height. */
  function block(session: Session, row: number, lane: number, of: number): Json[] {
    const [start, end] = [x(milliseconds(session.start)), x(milliseconds(session.end))];
    const height = (ROW - 14) / of;
    const y = TOP + row * ROW + 7 + lane * height;
    const wide = Math.max(6, end - start - 4);
    const changed = deviationOf(session);
    const shape = { x: start + 2, y, width: wide, height: height - 2, r: 6 };
    const ghost = ghostOf(session, row, lane, of);
    if (changed?.cancelled)
      return [
        ...ghost,
        {
          type: 'rect',
          silent: true,
          shape,
          style: { fill: COLOURS.ground, stroke: COLOURS.severe, lineWidth: 3 },
        },
        rule(shape.x, y, shape.x + wide, y + shape.height, { stroke: COLOURS.severe, lineWidth: 3 }),
        label(shape, session, wide > 150 ? words.cancelled : '✕', COLOURS.severe, COLOURS.ground),
      ];
    const isMoved = changed !== undefined;
    const ink = isMoved ? COLOURS.inkOnBright : COLOURS.ink;
    const fill = isMoved ? COLOURS.notable : session.isBreak ? COLOURS.grid : COLOURS.usual;
    return [
      ...ghost,
      { type: 'rect', silent: true, shape, style: { fill } },
      label(shape, session, changed ? deviationText(changed) : '', ink),
    ];
  }
  /** The dashed outline of where it was to be; behind the blocks. */
  function ghostOf(session: Session, row: number, lane: number, of: number): Json[] {
    const { start, end, room } = plannedOf(session);
    const isElsewhere =
      start !== milliseconds(session.start) || end !== milliseconds(session.end) || room !== session.room;
    const its = room === session.room ? row : rowOf.get(room);
    if (!isElsewhere || its === undefined || end <= first || start >= last) return [];
    const height = (ROW - 14) / of;
    const [from, to] = [x(Math.max(first, start)), x(Math.min(last, end))];
    return [
      {
        type: 'rect',
        silent: true,
        z: 6,
        shape: {
          x: from + 2,
          y: TOP + its * ROW + 3 + lane * height,
          width: to - from - 4,
          height: height + 6,
          r: 8,
        },
        style: { fill: 'none', stroke: COLOURS.line, lineWidth: 3, lineDash: [10, 7] },
      },
    ];
  }
  const isToday = now > first && now < last;
  return {
    width,
    height: bottom + (hidden > 0 ? 60 : 0) + BOTTOM,
    option: {
      backgroundColor: COLOURS.ground,
      title: chartTitle(words.title, words.below),
      graphic: [
        ...legend(words),
        ...grid,
        ...(isToday
          ? [
              rule(x(now), TOP - 8, x(now), bottom, { stroke: COLOURS.line, lineWidth: 4 }),
              writing(words.now, x(now) + 8, bottom + 6, { fontSize: LETTERS.small, fill: COLOURS.line }),
            ]
          : []),
        ...blocks,
        ...(hidden > 0
          ? [writing(words.more(hidden), 28, bottom + 18, { fontSize: LETTERS.text, fill: COLOURS.muted })]
          : []),
      ],
    },
  };
}

/** `+15`, `−10`, `→` for another room: as short as a block of half an hour is wide. */
const deviationText = ({ late, over, roomBefore }: NonNullable<ReturnType<typeof deviationOf>>): string =>
  [
    ...(late !== 0 ? [`${late > 0 ? '+' : '−'}${Math.abs(late)}`] : []),
    ...(over > 0 ? [`…+${over}`] : []),
    ...(roomBefore !== undefined ? ['→'] : []),
  ].join(' ');

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Its code and what became of it, and its title where there is room for one. */
function label(shape: Rectangle, session: Session, mark: string, ink: string, behind?: string): Json {
  const isTall = shape.height > 60;
  const line = [session.code, mark].filter(Boolean).join(' ');
  const isWide = shape.width > 150;
  const text = isWide
    ? `${line}${isTall ? '\n' : ' '}${chartText(session.title, 80)}`
    : isTall && mark !== ''
      ? `${session.code}\n${mark}`
      : line;
  return writing(text, shape.x + 5, shape.y + (isTall ? 8 : 2), {
    fontSize: isTall && shape.width > 90 ? LETTERS.small : SMALLEST,
    lineHeight: isTall ? 30 : 20,
    fontWeight: mark === '' ? 'normal' : 'bold',
    fill: ink,
    width: Math.max(1, shape.width - 8),
    overflow: 'truncate',
    ...(behind !== undefined && { backgroundColor: behind }),
  });
}

/** Sessions of a room that overlap, side by side: each its lane, and how many there are where it is. */
function lanes(sessions: readonly Session[]): { session: Session; lane: number; of: number }[] {
  const sorted = [...sessions].sort((a, b) => milliseconds(a.start) - milliseconds(b.start));
  const placed: { session: Session; lane: number; group: number }[] = [];
  const widths: number[] = [];
  let free: number[] = [];
  let until = Number.NEGATIVE_INFINITY;
  for (const session of sorted) {
    const [start, end] = [milliseconds(session.start), milliseconds(session.end)];
    if (start >= until) {
      free = [];
      widths.push(0);
    }
    const found = free.findIndex((at) => at <= start);
    const lane = found === -1 ? free.length : found;
    free[lane] = end;
    until = Math.max(until, end);
    const group = widths.length - 1;
    widths[group] = Math.max(widths[group] ?? 0, lane + 1);
    placed.push({ session, lane, group });
  }
  return placed.map(({ session, lane, group }) => ({ session, lane, of: widths[group] ?? 1 }));
}

const rule = (x1: number, y1: number, x2: number, y2: number, style: { [key: string]: Json }): Json => ({
  type: 'line',
  silent: true,
  shape: { x1, y1, x2, y2 },
  style,
});

const writing = (text: string, x: number, y: number, style: { [key: string]: Json }): Json => ({
  type: 'text',
  silent: true,
  x,
  y,
  style: { text, ...style },
});

/** From one entry of the legend to the next: at least so much, and more where its words are long. */
const LEGEND_STEP = 252;
const LEGEND_GAP = 28;

/** What the looks of a block mean, each as it is drawn. */
function legend(words: DayChartWords): Json[] {
  const entries: readonly (readonly [string, { [key: string]: Json }])[] = [
    [words.asPlanned, { fill: COLOURS.usual }],
    [words.changed, { fill: COLOURS.notable }],
    [words.planned, { fill: 'none', stroke: COLOURS.line, lineWidth: 3, lineDash: [10, 7] }],
    [words.cancelled, { fill: COLOURS.ground, stroke: COLOURS.severe, lineWidth: 3 }],
  ];
  let next = 28;
  return entries.flatMap(([text, style]) => {
    const x = next;
    next += Math.max(LEGEND_STEP, 54 + textWidth(text, `${LETTERS.small}px`) + LEGEND_GAP);
    return [
      { type: 'rect', silent: true, shape: { x, y: 132, width: 44, height: 24, r: 4 }, style },
      ...(style['stroke'] === COLOURS.severe
        ? [rule(x, 132, x + 44, 156, { stroke: COLOURS.severe, lineWidth: 3 })]
        : []),
      writing(text, x + 54, 133, { fontSize: LETTERS.small, fill: COLOURS.ink }),
    ];
  });
}
