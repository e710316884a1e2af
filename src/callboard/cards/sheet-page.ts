/** Somebody's cards to be printed and cut out: nine on each page of A4, in the size of playing cards. Pure. */
import { escapeHtml as html, htmlReply } from '../../core/html.ts';
import type { RouteReply } from '../../core/route.ts';
import { truncatePlain } from '../../core/text.ts';
import type { Locale, Translate } from '../../i18n/index.ts';
import { cardSvg } from './picture.ts';
import type { CardWords } from './words.ts';

/** Three columns of 63 mm and three rows of 88 mm are what fits on A4 with a margin that every printer has. */
const CARDS_A_PAGE = 9;
const MAX_NAME = 120;

/** On paper nothing but the cards, with lines to cut along; on a screen as many beside each other as there is room for. */
const STYLE = `body{max-width:60rem;margin:auto}header{margin-bottom:1.2rem}h1{margin-bottom:.3rem}p{margin:.3em 0;color:var(--soft)}
ol{list-style:none;margin:0 0 1rem;padding:0;display:grid;gap:1rem;grid-template-columns:repeat(auto-fill,minmax(min(15rem,100%),1fr))}li{line-height:0}svg{width:100%;height:auto}
@page{size:A4 portrait;margin:12mm 10mm}
@media print{*{-webkit-print-color-adjust:exact;print-color-adjust:exact}html,body{margin:0;padding:0;background:#fff}header{display:none}
ol{gap:0;margin:0;grid-template-columns:repeat(3,63mm);justify-content:center;break-after:page}ol:last-of-type{break-after:auto}
li{width:63mm;height:88mm;padding:.6mm;outline:.2mm dashed #777;break-inside:avoid}svg{width:61.8mm;height:86.5mm}}`;

/** What of a page: `1` of `[1, 2]` where there are so many. */
const pagesOf = (cards: readonly CardWords[]): readonly (readonly CardWords[])[] =>
  Array.from({ length: Math.ceil(cards.length / CARDS_A_PAGE) }, (_, page) =>
    cards.slice(page * CARDS_A_PAGE, (page + 1) * CARDS_A_PAGE),
  );

export function cardSheetPage(
  cards: readonly CardWords[],
  event: { readonly name: string },
  { t, locale }: { readonly t: Translate; readonly locale: Locale },
): RouteReply {
  const title = t('callboard.cards.sheetTitle', { event: truncatePlain(event.name, MAX_NAME) });
  const lists = pagesOf(cards).map(
    (page, number) =>
      `<ol>${page.map((card, index) => `<li>${cardSvg(card, `${number}-${index}`)}</li>`).join('')}</ol>`,
  );
  const how = cards.length > 0 ? t('callboard.cards.sheetHow') : t('callboard.cards.sheetEmpty');
  return htmlReply({
    language: locale,
    title,
    style: STYLE,
    isPrivate: true,
    body: `<header><h1>${html(title)}</h1><p>${html(how)}</p></header><main>${lists.join('')}</main>`,
  });
}

/** For an address that opens nothing, or nothing any more. */
export function noCardSheet(t: Translate, locale: Locale): RouteReply {
  const title = t('callboard.cards.sheetClosed');
  const page = htmlReply({
    language: locale,
    title,
    style: 'body{max-width:44rem;margin:auto}',
    isPrivate: true,
    body: `<main><h1>${html(title)}</h1><p>${html(t('callboard.cards.sheetAgain'))}</p></main>`,
  });
  return { ...page, status: 404 };
}
