/** Todos los textos en español; un archivo por tema, como en inglés. */
import { agenda } from './agenda.ts';
import { callboard } from './callboard.ts';
import { cards } from './cards.ts';
import { common } from './common.ts';
import { formats } from './formats.ts';
import { incident } from './incident.ts';
import { keys } from './keys.ts';
import { page } from './page.ts';
import { promises } from './promises.ts';
import { push } from './push.ts';
import { remedies } from './remedies.ts';
import { rota } from './rota.ts';
import { runbooks } from './runbooks.ts';
import { setup } from './setup.ts';
import { speakers } from './speakers.ts';
import { stage } from './stage.ts';
import { volunteers } from './volunteers.ts';

export const es = {
  ...common,
  ...callboard,
  ...agenda,
  ...stage,
  ...speakers,
  ...rota,
  ...setup,
  ...volunteers,
  ...page,
  ...push,
  ...incident,
  ...runbooks,
  ...promises,
  ...cards,
  ...remedies,
  ...keys,
  ...formats,
};
