/** Textos que reúnen a voluntarios y les hablan por teléfono. */
import type { volunteers as english } from '../en/volunteers.ts';

export const volunteers: Record<keyof typeof english, string> = {
  'rota.use.invite': 'pregunta en el canal quién ayuda y cuándo; solo, muestra quién ha contestado',
  'rota.use.inviteNumber': 'se lo pide por SMS a alguien sin Slack',
  'rota.use.inviteClose': 'cierra la invitación: no se recuerda a nadie más',
  'rota.invite.title': '*¿Quién ayuda en {event}?*',
  'rota.invite.ask': 'Di cuándo puedes, qué harías y cómo te localizamos. O elige un turno de la lista.',
  'rota.invite.byText':
    'Sin Slack a mano y con el teléfono verificado: envía TURNOS por SMS a nuestro número. A quien no conteste se le recuerda dos veces como mucho, nunca de noche.',
  'rota.invite.count': 'Han contestado {answered} de {asked}',
  'rota.invite.said': '{can} pueden ayudar, {not} esta vez no',
  'rota.invite.isClosed':
    'Esta invitación está cerrada. ¡Gracias! Con `/rota availability` aún puedes decir cuándo puedes.',
  'rota.invite.when': '¿Cuándo puedes?',
  'rota.invite.phone': 'Mi teléfono',
  'rota.invite.openShifts': 'Turnos libres',
  'rota.invite.notThisTime': 'Esta vez no',
  'rota.invite.reminder':
    '{event} sigue buscando gente y aún no has dicho si puedes. Cualquier respuesta ayuda; después no te lo recordamos más.',
  'rota.invite.reminderText':
    '{event} busca gente que ayude. Contesta TURNOS para ver qué falta, o ESTA VEZ NO y no preguntamos más.',
  'rota.invite.text':
    '{event}: te pedimos ayuda. Contesta TURNOS para la lista, TOMO 2 para quedarte el 2 y luego AQUI, HECHO o CUBRIR. ESTA VEZ NO si no puedes.',
  'rota.invite.where':
    '¿Qué canal? `/rota invite #volunteers` publica allí la invitación; solo, muestra quién ha contestado.',
  'rota.invite.askHere':
    'No hay ninguna invitación abierta. ¿Pregunto en {channel} quién ayuda? Lo verá todo el canal. Otro canal: `/rota invite #volunteers`',
  'rota.invite.postHere': 'Preguntar aquí',
  'rota.invite.how':
    'No entiendo `{typed}`. `/rota invite #volunteers` pregunta en un canal, `/rota invite Ana Ruiz +34 600 12 34 56` a alguien sin Slack, `/rota invite close` la cierra.',
  'rota.invite.opened':
    'Pregunto en {channel}. `/rota invite` muestra quién ha contestado, `/rota fill` trabaja con ello, `/rota invite close` la cierra.',
  'rota.invite.isOpen':
    'Ya hay una invitación abierta en {channel}. `/rota invite` muestra quién ha contestado; `/rota invite close` la cierra.',
  'rota.invite.closed': 'La invitación está cerrada. Se conserva lo que la gente ha dicho.',
  'rota.invite.noneOpen':
    'No hay ninguna invitación abierta. `/rota invite #volunteers` pregunta en un canal.',
  'rota.invite.noTexts':
    'Este bot no envía SMS (no tiene número), así que no se puede preguntar a quien no usa Slack. Habla con quien lo mantiene.',
  'rota.invite.left': '{name} ya no está en el espacio de trabajo; no se le ha preguntado.',
  'rota.invite.texted':
    '{name} (número que acaba en {digits}) recibe un SMS y puede contestar TURNOS, TOMO, AQUI, HECHO y CUBRIR.',
  'rota.invite.notNoted':
    'Anotado: esta vez no. No te lo recordamos más. Si cambia algo: `/rota availability`',
  'rota.invite.standing': '*Invitación en {channel}*, de {person}, desde {time}',
  'rota.invite.standingClosed': '*Invitación en {channel}*, de {person}, del {time}: cerrada',
  'rota.invite.can': 'Pueden ayudar ({count})',
  'rota.invite.not': 'Esta vez no ({count})',
  'rota.invite.silent': 'Aún sin contestar ({count})',
  'rota.invite.reading': 'Aún se están leyendo los miembros del canal.',
  'rota.invite.fillNow': 'Repartir ahora',
  'rota.invite.close': 'Cerrar la invitación',
  'rota.open.title': 'Turnos libres',
  'rota.open.none':
    'No hay turnos libres para ti: todos tienen su gente o chocan con lo que tienes o has dicho.',
  'rota.open.short': '{count|Falta|Faltan} {count} {count|persona|personas}',
  'rota.open.free': '{count|Cabe|Caben} {count} {count|persona|personas} más',
  'rota.open.take': 'Me lo quedo',
  'rota.text.yours': 'Tuyos:',
  'rota.text.noneYours': 'No tienes turnos por delante.',
  'rota.text.open': 'Libres:',
  'rota.text.howTake': 'TOMO + número para quedártelo.',
  'rota.text.howOwn': 'CUBRIR + número si no puedes.',
  'rota.text.howMore': 'MAS para ver más.',
  'rota.text.noMore': 'No hay más. TURNOS empieza de nuevo.',
  'rota.text.stale': 'Algo ha cambiado desde esa lista; no se ha hecho nada. Ahora:',
  'rota.text.noNumber': 'En tu lista no hay {typed}; no se ha hecho nada. Ahora:',
  'rota.text.takeWhich': '¿Cuál? TOMO + su número:',
  'rota.text.full': '{code} está completo. Quedan:',
  'rota.text.gone': '{code} está resuelto o ha pasado; no se ha hecho nada. Ahora:',
  'rota.text.refused': '{code} no se te ha dado: {rules}. TURNOS para ver otros.',
  'rota.text.notAsked': 'No tienes turnos. Si quieres ayudar, pide a la organización que te invite.',
  'rota.text.took': 'Tienes {shift}. ¡Gracias! Contesta AQUI cuando llegues.',
  'rota.text.yoursAlready': 'Es tuyo: {shift}',
  'rota.text.notYours': '{code} no es tu turno; no se ha hecho nada. TURNOS muestra los tuyos.',
  'rota.text.here': 'Anotado, ya estás en {shift}',
  'rota.text.hereTalk': 'Para tu charla "{title}" a las {time}, envía AQUI otra vez entonces.',
  'rota.text.hereAlready': 'Ya estaba anotado: {shift}',
  'rota.text.notNow': 'Ahora no tienes turno. El siguiente: {shift}',
  'rota.text.noneNow': 'No tienes turno ahora ni más tarde. TURNOS muestra los libres.',
  'rota.text.notBegun': '{shift} no ha empezado; no se ha hecho nada. Si no puedes, contesta CUBRIR {code}.',
  'rota.text.done': 'Anotado, terminado: {shift}. ¡Gracias!',
  'rota.text.doneAsk':
    '{code} no ha acabado: sin ti no queda nadie en {place} {span}. Contesta HECHO SI para irte igualmente, o CUBRIR {code} para que busquemos a alguien.',
  'rota.text.covering': 'Preguntamos a otros si se quedan {shift}. Es tuyo hasta que alguien lo tenga.',
  'rota.text.coverQuestion': '{person} no puede hacer {shift}. ¿Puedes tú? Contesta TOMO {code}',
  'rota.text.notNoted': 'Anotado: esta vez no. No te lo recordamos más. TURNOS si cambia algo.',
  'rota.text.tooMany': 'Demasiados SMS en poco tiempo: este no se ha leído. Prueba en diez minutos.',
};
