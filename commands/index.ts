/** The slash commands, a line each. Texts are read in this order: a page's reply code goes before everything. */
import type { Command } from '../src/core/command.ts';
import type { Route } from '../src/core/route.ts';
import { textRoutes } from '../src/phone/inbound-sms.ts';
import { agenda } from './agenda/command.ts';
import { agendaRoutes } from './agenda/routes.ts';
import { callboard } from './callboard/command.ts';
import { callboardRoutes } from './callboard/routes.ts';
import { incident } from './incident/command.ts';
import { incidentRoutes } from './incident/routes.ts';
import { keys } from './keys/command.ts';
import { page } from './page/command.ts';
import { pageRoutes } from './page/routes.ts';
import { rota } from './rota/command.ts';
import { rotaRoutes } from './rota/routes.ts';
import { speakers } from './speakers/command.ts';

export const commands: readonly Command[] = [page, agenda, callboard, incident, keys, rota, speakers];

/** The doors over HTTP that features have. */
export const routes: readonly Route[] = [
  ...textRoutes(commands),
  ...pageRoutes,
  ...agendaRoutes,
  ...callboardRoutes,
  ...incidentRoutes,
  ...rotaRoutes,
];
