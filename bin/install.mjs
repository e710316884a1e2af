/** After `npm ci --omit=dev`: what a production machine runs is built at once. Elsewhere `npm start` sees to it. */
import { buildNow, isBuilt } from './built.mjs';

const { npm_config_omit: omit = '', NODE_ENV } = process.env;
if ((omit.split(/[\s,]+/).includes('dev') || NODE_ENV === 'production') && !isBuilt()) {
  const trouble = buildNow();
  // An install that fails leaves nothing; the first start tries again, and says so.
  if (trouble !== undefined) console.error(`not built yet: ${trouble}`);
}
