/** From an ECharts option to a PNG: ECharts writes SVG without a browser, resvg paints it. Blocks its thread. */
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import { BarChart, HeatmapChart, LineChart } from 'echarts/charts';
import {
  GraphicComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  VisualMapPiecewiseComponent,
} from 'echarts/components';
import { init, setPlatformAPI, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Drawing, SvgDrawing } from '../../core/ports/pictures.ts';
import { textWidth } from '../../core/text-width.ts';

use([
  ...[BarChart, HeatmapChart, LineChart, SVGRenderer],
  ...[GraphicComponent, GridComponent, LegendComponent, MarkLineComponent, TitleComponent],
  VisualMapPiecewiseComponent,
]);
// Nothing here has a canvas to measure by; what ECharts assumes instead is another font's.
setPlatformAPI({ measureText: (text, font) => ({ width: textWidth(text, font) }) });

/** A machine with Node and nothing else has no font at all, so ours comes along. */
const FAMILY = 'DejaVu Sans';
const folder = createRequire(import.meta.url)
  .resolve('dejavu-fonts-ttf/package.json')
  .replace(/package\.json$/, 'ttf/');
const fontFiles = [`${folder}DejaVuSans.ttf`, `${folder}DejaVuSans-Bold.ttf`];

/** Scripts that our font lacks; where one is used, the machine's own fonts are looked at, which takes its time. */
const BEYOND_OURS =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Devanagari}\p{sc=Bengali}\p{sc=Tamil}]/u;

function chartSvg({ width, height, option }: Drawing): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily: FAMILY }, ...option });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

export function draw(drawing: Drawing | SvgDrawing): Uint8Array {
  const svg = 'svg' in drawing ? drawing.svg : chartSvg(drawing);
  const font = {
    fontFiles,
    loadSystemFonts: BEYOND_OURS.test(svg),
    defaultFontFamily: FAMILY,
    sansSerifFamily: FAMILY,
  };
  return new Resvg(svg, { font }).render().asPng();
}
