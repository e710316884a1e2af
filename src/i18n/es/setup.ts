/** Textos de la preparación y de la víspera de un día del evento. */
import type { setup as en } from '../en/setup.ts';

export const setup = {
  'callboard.setup': 'lo que falta todavía, en orden, cada cosa con su botón',
  'callboard.setup.title': 'Preparación',
  'callboard.setup.progress': '{done} de {of} hechos',
  'callboard.setup.next': '➜ Ahora: *{step}*',
  'callboard.setup.complete': 'Todo está preparado.',
  'callboard.setup.missing': 'Sin preparar todavía: {steps}. `/callboard setup` muestra cómo.',
  'callboard.setup.claimed': 'Ya eres quien organiza.',
  'callboard.setup.state.done': 'hecho',
  'callboard.setup.state.begun': 'empezado',
  'callboard.setup.state.open': 'por hacer',
  'callboard.setup.state.optional': 'si hace falta',
  'callboard.setup.name.event': 'Nombre, fechas y zona horaria',
  'callboard.setup.name.channels': 'Canales',
  'callboard.setup.name.programme': 'Programa',
  'callboard.setup.name.speakers': 'Ponentes',
  'callboard.setup.name.shifts': 'Turnos',
  'callboard.setup.name.invitations': 'Respuestas de voluntarios',
  'callboard.setup.name.fill': 'Quién hace cada turno',
  'callboard.setup.name.phones': 'Teléfonos',
  'callboard.setup.name.test': 'Un aviso de prueba',
  'callboard.setup.name.keys': 'Llaves',
  'callboard.setup.button.channels': 'Elegir los canales',
  'callboard.setup.button.programme': 'Importar el programa',
  'callboard.setup.button.speakers': 'Vincular ponentes',
  'callboard.setup.button.shifts': 'Crear los turnos',
  'callboard.setup.button.invitations': 'Preguntar al equipo',
  'callboard.setup.button.answers': '¿Quién ha respondido?',
  'callboard.setup.button.fill': 'Proponer quién',
  'callboard.setup.button.phones': 'Mi teléfono',
  'callboard.setup.button.whose': '¿Quién falta?',
  'callboard.setup.button.test': 'Avísame, de prueba',
  'callboard.setup.button.keys': 'Cómo van las llaves',
  'callboard.setup.event.open': '¿Cuándo es y qué hora rige allí? Todo lo demás depende de eso.',
  'callboard.setup.event.done': 'Se cambian con `/callboard event`.',
  'callboard.setup.channels.open': '¿Adónde van los avisos, los cambios y los anuncios?',
  'callboard.setup.channels.begun':
    'Operaciones y anuncios necesitan cada uno el suyo. Lo demás usa el de operaciones si no tiene otro.',
  'callboard.setup.channels.closed':
    'En {of} no puedo escribir: pon allí `/invite @callboard`. `/callboard status` dice en cuáles.',
  'callboard.setup.channels.done': '{done} de 4 elegidos, y puedo escribir en todos.',
  'callboard.setup.programme.open':
    'De una dirección, un archivo o una hoja de cálculo; lo ves antes de que cuente.',
  'callboard.setup.programme.done': '{done} {done|sesión|sesiones}.',
  'callboard.setup.speakers.waits': 'Viene con el programa.',
  'callboard.setup.speakers.open':
    '¿Quién de Slack es cada ponente? Hasta que estén vinculados ({of}) no reciben recordatorios.',
  'callboard.setup.speakers.begun':
    '{done} de {of} vinculados. `/speakers link NOMBRE @persona` vincula a uno, también por correo o teléfono.',
  'callboard.setup.speakers.done': 'Todos están vinculados ({of}).',
  'callboard.setup.speakers.none': 'El programa no nombra a ninguno.',
  'callboard.setup.shifts.open':
    'Di qué necesita cada sala y los turnos salen del programa. Si ya los tienes en otra parte: `/rota import`.',
  'callboard.setup.shifts.done': '{done} {done|turno|turnos} por venir.',
  'callboard.setup.invitations.open':
    'Nadie ha dicho todavía cuándo puede. `/rota invite #canal` publica una tarjeta que lo pregunta.',
  'callboard.setup.invitations.begun': '{done} de {of} {done|ha dicho cuándo puede|han dicho cuándo pueden}.',
  'callboard.setup.invitations.done': 'Todo el mundo ha dicho cuándo puede ({of}).',
  'callboard.setup.invitations.none': 'No hace falta: todas las plazas están cubiertas.',
  'callboard.setup.fill.waits': 'Viene con los turnos.',
  'callboard.setup.fill.open': 'Aún no hay ninguna plaza cubierta, de {of}.',
  'callboard.setup.fill.begun': '{done} de {of} plazas cubiertas.',
  'callboard.setup.fill.done': 'Todas las plazas están cubiertas ({of}).',
  'callboard.setup.phones.open':
    'De {of} a quienes se puede avisar, nadie tiene el teléfono verificado: `/rota contact`.',
  'callboard.setup.phones.begun':
    'De {of} a quienes se puede avisar, {done} {done|tiene|tienen} el teléfono verificado: `/rota contact`.',
  'callboard.setup.phones.done':
    'Todos aquellos a quienes se puede avisar tienen el teléfono verificado ({of}).',
  'callboard.setup.phones.none':
    'Los avisos salen solo por Slack: no hay SMS ni llamadas configurados. El operador puede configurar Twilio.',
  'callboard.setup.test.open': 'Nadie ha visto todavía que un aviso llega.',
  'callboard.setup.test.begun':
    'No por todas las vías: {of} de prueba, y algo no llegó. La respuesta a la prueba dice qué.',
  'callboard.setup.test.done': 'Llegó por todas las vías a {done} {done|persona|personas}.',
  'callboard.setup.keys.optional': 'Solo si algo peligroso ha de necesitar a varias personas.',
  'callboard.setup.keys.begun': '{done} de {of} personas {done|ha|han} confirmado su parte: `/keys status`.',
  'callboard.setup.keys.done': '{done} {done|conjunto|conjuntos}, todo confirmado.',
  'callboard.home.welcome':
    'Este es el tablón entre bastidores: el programa, quién habla y ha llegado, quién está de turno, y un aviso que suena hasta que alguien responde.',
  'callboard.home.being':
    'El evento lo está preparando {organizers}; el programa aparecerá aquí. Ya puedes hacer esto:\n• `/page` pide ayuda y te dice quién se encarga\n• `/rota availability` dice cuándo puedes ayudar\n• `/callboard help` lo explica todo',
  'callboard.status.pages': '{count} {count|aviso|avisos} sin respuesta todavía: {pages}',
  'callboard.status.gaps':
    'En las próximas {hours} horas falta gente en {count} {count|turno|turnos}: `/rota gaps`',
  'callboard.status.unlinked':
    '{count} {count|ponente|ponentes} sin vincular, y sin recordatorios: `/speakers match`',
  'callboard.evening.clear':
    '☀ Mañana, {day}: {sessions} {sessions|sesión|sesiones}, {shifts} {shifts|turno|turnos}, todo en su sitio.',
  'callboard.evening.mixed':
    '☁ *Mañana, {day}*: {sessions} {sessions|sesión|sesiones}, {shifts} {shifts|turno|turnos}. Buen tiempo, con {count} {count|cosa|cosas} que mirar:',
  'callboard.evening.rough':
    '⚡ *Mañana, {day}*: {sessions} {sessions|sesión|sesiones}, {shifts} {shifts|turno|turnos}. Viene revuelto, con {count} {count|cosa|cosas} que arreglar esta noche:',
  'callboard.evening.nothing': '• Ese día no hay programa ni turnos.',
  'callboard.evening.held':
    '• La fuente que sigo cambia tanto que espera a que alguien decida. Última lectura: {time}.',
  'callboard.evening.failing': '• La fuente que sigo no responde. Última lectura: {time}.',
  'callboard.evening.uncovered': '• {count} {count|sesión|sesiones} sin nadie de turno: {first}',
  'callboard.evening.short': '• En {count} {count|turno|turnos} falta gente: {first}',
  'callboard.evening.clashes': '• {count} {count|choque|choques}: {first}',
  'callboard.evening.unlinked':
    '• {count} {count|ponente|ponentes} sin vincular, y sin recordatorios: {first}',
  'callboard.evening.silent':
    '• {count} {count|ponente no ha respondido|ponentes no han respondido} a ningún recordatorio: {first}',
  'callboard.evening.noPhone': '• {count} de turno sin teléfono verificado: {first}',
  'callboard.evening.untested':
    '• {count} de turno no {count|ha|han} probado nunca si llega un aviso: {first}',
  'callboard.evening.feedWell': 'Fuente que sigo: última lectura, {time}.',
  'callboard.evening.never': 'nunca',
  'callboard.evening.button.watch': 'La fuente',
  'callboard.evening.button.gaps': 'Los huecos',
  'callboard.evening.button.check': 'Los choques',
  'callboard.evening.button.board': 'Quién habla',
  'callboard.evening.button.ask': 'Pedir que prueben',
} satisfies Record<keyof typeof en, string>;
