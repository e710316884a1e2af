/** What is drawn on a card for each deed: around 0,0 within a circle of 138, on a disc of its own colour. */
import type { Deed } from '../domain/cards.ts';

export interface DeedLook {
  /** The card's ground, from above to below. */
  readonly top: string;
  readonly bottom: string;
  readonly disc: string;
  /** SVG. */
  readonly drawing: string;
}

const HOURS = Array.from(
  { length: 12 },
  (_, hour) =>
    `<path transform="rotate(${hour * 30})" d="M0-96V-${hour % 3 === 0 ? 80 : 88}" stroke="#10131a" stroke-width="6" stroke-linecap="round"/>`,
).join('');

const STARS = [
  [-84, -62, 5],
  [-40, 92, 4],
  [88, 54, 5],
  [64, -96, 4],
  [-100, 30, 3],
]
  .map(([x, y, r]) => `<circle cx="${x}" cy="${y}" r="${r}" fill="#fff6cf"/>`)
  .join('');

/** A dial with its hands at the hour, and a tick: there when it began. */
const ON_TIME = `<circle r="104" fill="#f4f5f7"/>${HOURS}<path d="M0 0V-66M0 0 44 26" stroke="#10131a" stroke-width="10" stroke-linecap="round"/><circle r="10" fill="#10131a"/>
<circle cx="78" cy="78" r="40" fill="#0b7a5a" stroke="#f4f5f7" stroke-width="6"/><path d="M60 78 73 92 98 64" fill="none" stroke="#fff" stroke-width="10" stroke-linecap="round" stroke-linejoin="round"/>`;

/** The moon over a tent with a light in it. */
const NIGHT_COVER = `${STARS}<path transform="translate(30 -18) scale(.85)" d="M28-98A62 62 0 1 0 74 4 52 52 0 1 1 28-98Z" fill="#f7e98e"/>
<path d="M-112 92-36-6 40 92Z" fill="#6f5cc4"/><path d="M-36-6-66 92H-6Z" fill="#ffd166"/><path d="M-36-6V92" stroke="#8a6a10" stroke-width="4"/><path d="M-96 92H96" stroke="#a99df0" stroke-width="8" stroke-linecap="round"/>`;

/** A bell that rings, and a bolt. */
const QUICK_ANSWER = `<path d="M0-92C44-92 62-58 62-18 62 26 78 40 88 56H-88C-78 40-62 26-62-18-62-58-44-92 0-92Z" fill="#ffd9a0"/><path d="M-26 66A26 26 0 0 0 26 66Z" fill="#ffd9a0"/><circle cy="-98" r="12" fill="#ffd9a0"/>
<path d="M-96-66A110 110 0 0 0-114-10M96-66A110 110 0 0 1 114-10" fill="none" stroke="#ffd9a0" stroke-width="9" stroke-linecap="round"/><path d="M14-62-30 6H-4L-16 52 32-18H4Z" fill="#a33b00"/>`;

/** Rings around the middle, and what hit it. */
const DRILL = `<circle r="102" fill="#f4f5f7"/><circle r="80" fill="#b3213f"/><circle r="58" fill="#f4f5f7"/><circle r="36" fill="#b3213f"/><circle r="14" fill="#f4f5f7"/>
<path d="M0 0 78-78" stroke="#10131a" stroke-width="11" stroke-linecap="round"/><path d="M66-66 70-102 98-112 94-94 112-98 102-70Z" fill="#ffd166" stroke="#10131a" stroke-width="4" stroke-linejoin="round"/>`;

/** A gate before the rising sun. */
const DOJO = `<circle cy="14" r="62" fill="#ff8a5c"/><path d="M-106-74C-50-58 50-58 106-74L98-46C50-36-50-36-98-46Z" fill="#f4f5f7"/><path d="M-76-26H76V-8H-76Z" fill="#f4f5f7"/>
<path d="M-66-46H-46L-52 98H-76ZM66-46H46L52 98H76Z" fill="#f4f5f7"/><path d="M-9-42H9V-24H-9Z" fill="#f4f5f7"/><path d="M-88 98H88" stroke="#8fe0c4" stroke-width="8" stroke-linecap="round"/>`;

/** A list on which all is ticked. */
const ACTION = `<rect x="-72" y="-88" width="144" height="184" rx="14" fill="#f4f5f7"/><rect x="-34" y="-104" width="68" height="34" rx="10" fill="#b9a13a"/>
${[-36, 8, 52].map((y) => `<path d="M-50 ${y} -38 ${y + 13} -18 ${y - 11}" fill="none" stroke="#0b7a5a" stroke-width="9" stroke-linecap="round" stroke-linejoin="round"/><path d="M0 ${y}H48" stroke="#59627a" stroke-width="9" stroke-linecap="round"/>`).join('')}`;

export const DEED_LOOKS: Readonly<Record<Deed, DeedLook>> = {
  'on-time': { top: '#173f63', bottom: '#0b1826', disc: '#1f5a8c', drawing: ON_TIME },
  'night-cover': { top: '#2d2166', bottom: '#110c26', disc: '#1c1547', drawing: NIGHT_COVER },
  'quick-answer': { top: '#5c3012', bottom: '#21110a', disc: '#7a3f12', drawing: QUICK_ANSWER },
  drill: { top: '#5a1730', bottom: '#210911', disc: '#6d2140', drawing: DRILL },
  dojo: { top: '#14503f', bottom: '#081d17', disc: '#17604b', drawing: DOJO },
  action: { top: '#43451a', bottom: '#191a0a', disc: '#575a22', drawing: ACTION },
};
