/**
 * Other words for the verbs of `/page`. Any text is a page, so a word is a verb only with what that verb
 * takes behind it: `/page done P3` resolves, `/page done with the chairs` is for a target called "done".
 */
import type { Synonyms } from '../../src/core/synonyms.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import { parseDuration } from '../../src/core/time.ts';

const ABOUT_A_PAGE: ReadonlySet<string> = new Set(['ack', 'resolve', 'escalate', 'note', 'show']);

const PAGE_CODE = /^p\d{1,9}$/i;

export const pageSynonyms: Synonyms = {
  of: {
    list: ['lista', 'ls', 'open', 'abiertos'],
    show: ['ver', 'mostrar'],
    ack: [
      'acknowledge',
      'acknowledged',
      'acked',
      'got',
      'take',
      'mio',
      'tengo',
      'recibido',
      'acepto',
      'aceptar',
      'confirmar',
    ],
    resolve: [
      'resolved',
      'done',
      'fixed',
      'close',
      'closed',
      'resolver',
      'resuelto',
      'hecho',
      'listo',
      'arreglado',
      'cerrar',
    ],
    escalate: ['escalar', 'pass', 'pasar'],
    note: ['nota', 'comment'],
    stats: ['estadisticas', 'statistics', 'week', 'semana'],
    test: ['prueba', 'probar'],
    policy: ['politica', 'pasos', 'steps'],
    block: ['bloquear', 'bloquea', 'ban'],
    fuse: ['fusible', 'limits', 'limites'],
    heartbeat: ['latido', 'latidos', 'heartbeats'],
    quiet: ['silencio', 'silenciar', 'mantenimiento', 'maintenance', 'silence'],
  },
  fits(verb, rest) {
    if (ABOUT_A_PAGE.has(verb)) return PAGE_CODE.test(splitFirstWord(rest)[0]);
    if (verb === 'heartbeat')
      return rest === '' || /^(list|lista|remove|quitar)\b|\s(every|cada)\s/i.test(rest);
    if (verb === 'block') return /^(?:$|@|<@)/.test(rest);
    if (verb === 'quiet') return rest.split(/\s+/).some((word) => /^off$/i.test(word) || parseDuration(word));
    return rest === '';
  },
};
