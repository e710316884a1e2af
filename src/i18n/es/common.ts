/** Textos que usan todos: lo escrito, negativas, personas y canales. */
import type { common as en } from '../en/common.ts';

export const common = {
  // common
  'common.notOrganizer': 'Eso solo pueden hacerlo los organizadores. Pregunta a {organizers}.',
  'common.notCrew':
    'Eso solo puede hacerlo el equipo: quien tiene un turno o quien añade la organización con `/callboard crew add`. Pregunta a {organizers}.',
  'common.notSpeaker':
    'Eso es para los ponentes de este evento. ¿Eres uno? La organización te vincula con `/speakers link`. Pregunta a {organizers}.',
  'common.notYours': 'Eso solo pueden hacerlo las personas a quienes concierne.',
  'common.badPress':
    'Este botón ya no dice para qué era. No se ha cambiado nada: repite el comando y pulsa el nuevo.',
  'common.questionChanged':
    'Eso ha cambiado desde que pregunté, así que no se ha hecho nada. Si aún quieres hacerlo, escríbelo de nuevo: `{typed}`',
  'common.guest':
    'Quien viene de otro espacio de trabajo puede leer la agenda. Para lo demás, habla con la organización.',
  'common.didYouMean': 'No entiendo `{typed}`. ¿Querías decir `{guess}`?',
  'common.notUnderstood': 'No entiendo `{typed}`.',
  'common.quote': '«{text}»',
  'common.showAll': 'Ver todo',
  'common.jobFailed':
    'Algo pendiente no se ha podido hacer y no se volverá a intentar: `{name}` (`{job}`, {code}). Hay que ocuparse a mano.',
  'common.channelClosed':
    'Algo no ha llegado: no puedo escribir en {channel} ({code}, `{name}`). Invítame allí con `/invite`, o indica otro canal con `/callboard event`.',
  'common.broken':
    'Algo ha fallado por nuestra parte. No se ha cambiado nada. Da esta referencia al operador: {reference}',
  'common.storeGone':
    'Callboard no llega ahora a su base de datos y no se ha cambiado nada. Prueba en un momento.',
  'common.unattended':
    ':rotating_light: *Nadie atiende {count|la cola|las colas} {queues} en este momento*: lo que pediste queda guardado, y lo que envía espera ahí a que quien opera el bot arranque un proceso trabajador.',
  'common.unattendedOutside':
    ':rotating_light: *Lo que pediste queda guardado, pero en este momento no se envía nada.* No lo esperes: acude a {organizers}.',
  'common.noPicture': 'Esta vez no se pudo dibujar la imagen; las cifras de arriba lo dicen todo.',

  // times as typed
  'typed.time':
    'No entiendo la hora `{typed}`. Escríbela como `14:30`, `mañana 9:00`, `día 2 9:00`, `2019-06-05 14:30`, `en 20m` o `ahora`.',
  'typed.day':
    'No entiendo el día `{typed}`. Escríbelo como `hoy`, `mañana`, `viernes`, `día 2` o `2019-06-05`.',
  'typed.duration': 'No entiendo la duración `{typed}`. Escríbela como `15` (minutos), `1h30` o `90s`.',
  'typed.unit': '¿{typed} qué? Escribe `{typed}s` para segundos o `{typed}m` para minutos.',
  'typed.nonexistent':
    'Las {wall} no existen en {zone}: esa noche el reloj se las salta. Da una hora anterior o posterior al salto.',
  'typed.noSuchDay': 'No hay día {day}; la agenda tiene {count} {count|día|días}.',
  'typed.ambiguous': 'Esa noche el reloj marca las {clock} dos veces; he tomado la primera.',

  // callboard and App Home
  'common.noOrganizers':
    'Este evento todavía no tiene organizador. Quien lo sea, que escriba `/callboard event` y lo confirme.',
  'language.en': 'inglés',
  'language.es': 'español',
  'channel.notNamed': 'En lugar de `{typed}` esperaba un canal. Nómbralo como `#canal`.',
  'channel.none': 'No veo ningún canal `{typed}`. Si es privado, invítame antes: `/invite @callboard`.',
  'person.notNamed': 'En lugar de `{typed}` esperaba una persona. Nómbrala como `@nombre` o por su correo.',
  'person.number.organizers':
    'Solo la organización nombra a alguien por su teléfono. Nómbrala como `@nombre` o por su correo.',
  'person.number.bad':
    '`{typed}` no es un número de teléfono. Empieza por + y el prefijo del país, como en `+34 600 12 34 56`.',
  'person.number.nobody':
    'No conozco a nadie con el número `{typed}`. `/rota invite NOMBRE {typed}` le pide ayuda; desde entonces se le puede nombrar así.',
  'person.left': '{person} fue desactivado en Slack. Nombra a alguien que esté.',
  'group.unseen':
    'No puedo ver quién está en {typed}: nombra a personas o un puesto del cuadrante. (Slack lo dice a las aplicaciones con el permiso `usergroups:read`.)',
  'group.disabled': 'El grupo {group} se ha desactivado en Slack: ya no hay nadie en él.',
  'group.large':
    '{group} tiene {count} personas; se puede preguntar a {max} a la vez como mucho. Nombra un grupo más pequeño, un puesto o una sala.',
  'common.longText': 'El texto tiene {count} caracteres; el máximo es {max}. Dilo en dos veces.',
  'person.nobody':
    'No conozco a nadie que se llame `{typed}`. Elige a la persona en la lista que Slack ofrece tras `@`, o escribe su correo.',
  'slack.working': ':hourglass_flowing_sand: En ello…',
  'slack.done': 'Hecho.',
  'slack.expired': 'Ha tardado demasiado y Slack no ha dejado abrir el formulario. Vuelve a pulsar.',
  'slack.fileSent': '{comment}\nTienes el archivo en un mensaje directo mío.',
} satisfies Record<keyof typeof en, string>;
