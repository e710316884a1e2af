/** Todos los textos en español. */
import type { en } from './en.ts';

export const es = {
  // common
  'common.notOrganizer': 'Eso solo pueden hacerlo los organizadores. {organizers}',
  'common.guest':
    'Quien viene de otro espacio de trabajo puede leer la agenda. Para lo demás, habla con la organización.',
  'common.didYouMean': 'No entiendo `{typed}`. ¿Querías decir `{guess}`?',
  'common.notUnderstood': 'No entiendo `{typed}`.',
  'common.broken':
    'Algo ha fallado por nuestra parte. No se ha cambiado nada. Da esta referencia al operador: {reference}',
  'common.storeGone':
    'Callboard no llega ahora a su base de datos y no se ha cambiado nada. Prueba en un momento.',

  // agenda

  // speakers

  // rota

  // paging

  // incidents

  // keys

  // callboard and App Home
} satisfies Record<keyof typeof en, string>;
