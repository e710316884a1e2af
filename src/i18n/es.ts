/** Todos los textos en español. */
import type { en } from './en.ts';

export const es = {
  // common
  'common.notOrganizer': 'Eso solo pueden hacerlo los organizadores. {organizers}',
  'common.guest':
    'Quien viene de otro espacio de trabajo puede leer la agenda. Para lo demás, habla con la organización.',
  'common.didYouMean': 'No entiendo `{typed}`. ¿Querías decir `{guess}`?',
  'common.notUnderstood': 'No entiendo `{typed}`.',
  'common.jobFailed':
    'Algo pendiente no se ha podido hacer y no se volverá a intentar: `{name}` (`{job}`, {code}). Hay que ocuparse a mano.',
  'common.broken':
    'Algo ha fallado por nuestra parte. No se ha cambiado nada. Da esta referencia al operador: {reference}',
  'common.storeGone':
    'Callboard no llega ahora a su base de datos y no se ha cambiado nada. Prueba en un momento.',

  // times as typed
  'typed.time':
    'No entiendo la hora `{typed}`. Escríbela como `14:30`, `mañana 9:00`, `día 2 9:00`, `2019-06-05 14:30`, `en 20m` o `ahora`.',
  'typed.day': 'No entiendo el día `{typed}`. Escríbelo como `hoy`, `mañana`, `día 2` o `2019-06-05`.',
  'typed.duration': 'No entiendo la duración `{typed}`. Escríbela como `15m`, `1h30` o `90s`.',
  'typed.nonexistent':
    'Las {wall} no existen en {zone}: esa noche el reloj se las salta. Da una hora anterior o posterior al salto.',
  'typed.noSuchDay': 'No hay día {day}; la agenda tiene {count} {count|día|días}.',
  'typed.ambiguous': 'Esa noche el reloj marca las {clock} dos veces; he tomado la primera.',

  // agenda

  // formats and fetch
  'format.empty': 'El archivo está vacío. Comprueba la dirección o el texto que pegaste.',
  'format.tooLarge': 'El archivo pasa de {most} MB y se ha rechazado. Exporta solo la agenda.',
  'format.html':
    'Eso es una página web, no una agenda. Busca en ella una exportación (JSON, XML, iCalendar o CSV) y usa esa dirección.',
  'format.binary':
    'Eso no es un archivo de texto. Exporta la agenda como JSON, XML, iCalendar o CSV (desde una hoja de cálculo: «Guardar como CSV»).',
  'format.unknown':
    'No reconozco este archivo como agenda. Leo frab y pretalx (JSON, XML), Pentabarf, Sessionize (All, GridSmart), el widget de pretalx, iCalendar y CSV.',
  'format.truncated':
    'El archivo acaba a la mitad y no se ha cambiado nada. Quizá aún se estaba escribiendo o se cortó por el camino: prueba otra vez.',
  'format.broken': 'El archivo está roto y no se ha cambiado nada: {reason}',
  'format.tooDeep': 'El archivo anida demasiado para ser una agenda y se ha rechazado.',
  'format.doctype':
    'El archivo XML trae definiciones propias (DOCTYPE), que se rechazan por seguridad. Expórtalo sin ellas.',
  'format.tooMany': 'El archivo tiene más de {most} sesiones y se ha rechazado.',
  'format.tooSlow': 'Leer el archivo tardaba más de {seconds} s y se ha parado. ¿Es una agenda?',
  'format.tooHeavy': 'Leer el archivo pide más memoria de la permitida y se ha rechazado. ¿Es una agenda?',
  'format.noZone': 'No conozco ninguna zona horaria llamada `{zone}`. Usa un nombre como `Europe/Madrid`.',
  'format.noColumn': 'La tabla no tiene ninguna columna llamada `{column}`. Tiene: {columns}',
  'fetch.badUrl': 'No puedo leer esa dirección: `{url}`. Debe empezar por https:// o http://.',
  'fetch.credentials':
    'La dirección lleva un usuario o una contraseña. Usa una sin ellos: lo que escribes aquí lo ven otros.',
  'fetch.private':
    'La dirección {host} lleva a una red privada, lo que se rechaza por seguridad. Usa una dirección pública o pega el texto.',
  'fetch.unknownHost':
    'No hay ningún servidor llamado {host}. Mira si hay un error al escribir la dirección.',
  'fetch.unreachable': 'Ahora no se llega al servidor {host} ({code}). Prueba en un momento.',
  'fetch.tooSlow': 'El servidor {host} no ha terminado en {seconds} s. Prueba en un momento.',
  'fetch.tooLarge':
    'Lo que envía {host} pasa de {most} MB y se ha rechazado. Usa la exportación de la agenda sola.',
  'fetch.tooManyRedirects':
    'El servidor {host} me manda de dirección en dirección sin fin. Usa la dirección final.',
  'fetch.status':
    'El servidor {host} responde {status} en vez de un archivo. Comprueba si la dirección se abre en una ventana privada del navegador.',
  'oddity.all-day': '{count} {count|entrada dura|entradas duran} días enteros y se {count|ha|han} omitido',
  'oddity.ambiguous-time':
    '{count} {count|hora ocurre|horas ocurren} dos veces por el cambio de hora; se tomó la primera',
  'oddity.cancelled-by-title':
    '{count} {count|sesión cancelada|sesiones canceladas} por una marca en el título',
  'oddity.characters-replaced': '{count} {count|carácter roto|caracteres rotos}',
  'oddity.date-guessed':
    '{count} {count|fecha podía|fechas podían} ser día/mes o mes/día; leídas como día/mes',
  'oddity.day-window':
    '{count} {count|día no tiene|días no tienen} un horario útil; deducido de las sesiones',
  'oddity.duplicate-guid': '{count} {count|sesión comparte|sesiones comparten} su identificador con otra',
  'oddity.duplicate-session': '{count} {count|sesión estaba|sesiones estaban} dos veces',
  'oddity.duration-disagrees':
    '{count} {count|sesión tiene|sesiones tienen} una duración que no encaja con el final; se tomó el final',
  'oddity.end-before-start':
    '{count} {count|sesión acaba|sesiones acaban} antes de empezar; se dedujo el final',
  'oddity.html-in-text': '{count} {count|texto llevaba|textos llevaban} HTML, que se quitó',
  'oddity.links-dropped':
    '{count} {count|enlace no era|enlaces no eran} una dirección web y se {count|quitó|quitaron}',
  'oddity.mixed-offsets': '{count} {count|sesión usa|sesiones usan} otra diferencia con UTC que las demás',
  'oddity.no-end': '{count} {count|sesión|sesiones} sin final; deducido de lo que sigue en la sala',
  'oddity.no-guid': '{count} {count|sesión|sesiones} sin guid; vale el id o, si no, el título y los ponentes',
  'oddity.no-room': '{count} {count|sesión|sesiones} sin sala',
  'oddity.no-title': '{count} {count|sesión|sesiones} sin título',
  'oddity.no-vtimezone':
    '{count} {count|zona horaria nombrada y no definida|zonas horarias nombradas y no definidas} en el archivo; leídas por su nombre',
  'oddity.nonexistent-time':
    '{count} {count|hora no existe|horas no existen} por el cambio de hora; se adelantaron lo que falta',
  'oddity.not-accepted': '{count} {count|sesión no aceptada|sesiones no aceptadas}, sin incluir',
  'oddity.off-schema':
    '{count} {count|valor no sigue|valores no siguen} el esquema del propio formato; leídos igualmente',
  'oddity.outside-day': '{count} {count|sesión empieza|sesiones empiezan} fuera del horario de cualquier día',
  'oddity.person-no-name': '{count} {count|persona|personas} sin nombre, sin incluir',
  'oddity.plenum-one-room':
    '{count} {count|sesión plenaria figura|sesiones plenarias figuran} en una sola sala',
  'oddity.recurring': '{count} {count|entrada repetida, desplegada|entradas repetidas, desplegadas}',
  'oddity.several-languages': '{count} {count|sesión tiene|sesiones tienen} varios idiomas',
  'oddity.split-characters':
    '{count} {count|carácter partido|caracteres partidos} por el plegado de líneas y {count|recompuesto|recompuestos}',
  'oddity.start-disagrees':
    '{count} {count|sesión muestra|sesiones muestran} otro comienzo que la hora exacta; se tomó la exacta',
  'oddity.text-cut': '{count} {count|texto demasiado largo, recortado|textos demasiado largos, recortados}',
  'oddity.unknown-zone': '{count} {count|zona horaria desconocida|zonas horarias desconocidas}',
  'oddity.unreadable-row': '{count} {count|entrada ilegible|entradas ilegibles}, sin incluir',
  'oddity.unscheduled': '{count} {count|sesión|sesiones} aún sin hora, sin incluir',
  'oddity.very-long': '{count} {count|sesión dura|sesiones duran} 12 horas o más',
  'oddity.worthless-ids':
    '{count} {count|identificador cambia|identificadores cambian} en cada versión o se {count|repite|repiten}; se va por título y ponentes',
  'oddity.zero-length': '{count} {count|sesión acaba|sesiones acaban} cuando {count|empieza|empiezan}',
  'oddity.zone-contradicts': 'la zona horaria indicada contradice las horas; se creyó a las horas',

  // speakers
  'speakers.summary': 'Ponentes: quién está enlazado, avisado y en la casa.',
  'speakers.remind.soon': 'Tu sesión empieza en {left}',
  'speakers.remind.now': 'Tu sesión empieza ahora',
  'speakers.remind.tomorrow': 'Tu sesión es mañana a las {clock}',
  'speakers.remind.day': 'Tu sesión es el {day} a las {clock}',
  'speakers.where': '*Sala:* {room}',
  'speakers.roomOpen': 'por anunciar',
  'speakers.when': '*Hora:* {time}',
  'speakers.ownTime': '{time} donde estás ({zone})',
  'speakers.meets': '*Te espera allí:* {person}',
  'speakers.meetsTeam': 'el equipo de sala',
  'speakers.bring': '*Trae:* {what}',
  'speakers.bringDefault': 'tu portátil, su cargador y un adaptador a HDMI',
  'speakers.note': '*Unas palabras de la organización:* {text}',
  'speakers.seenAt': '✓ Lo has visto ({clock}). ¡Gracias!',
  'speakers.hereAt': '✓ Has avisado de que estás aquí ({clock}). ¡Nos vemos en el escenario!',
  'speakers.lateNoted': 'La sala ya sabe que llegas {minutes} min tarde.',
  'speakers.outdated': 'Esto ha cambiado. Lo que vale ahora está más abajo.',
  'speakers.pressHere': '¿Ya has llegado? Pulsa el botón y nadie tendrá que buscarte.',
  'speakers.button.gotIt': 'Entendido',
  'speakers.button.here': 'Ya estoy aquí',
  'speakers.button.late': 'Llego tarde',
  'speakers.button.help': 'Necesito ayuda',
  'speakers.sms.remind': '{event}: tu sesión "{title}" empieza {when}. Sala: {room}. Te espera allí {meets}.',
  'speakers.sms.soon': 'en {left}, a las {clock}',
  'speakers.sms.day': 'el {day} a las {clock}',
  'speakers.change.moved': 'Tu sesión ha cambiado',
  'speakers.change.cancelled': 'Tu sesión se ha cancelado',
  'speakers.change.removed': 'Ya no figuras en esta sesión',
  'speakers.change.restored': 'Tu sesión sí se celebra',
  'speakers.change.added': 'Estás en el programa con esta sesión',
  'speakers.change.several': 'Han cambiado {count} de tus sesiones',
  'speakers.change.from': 'Antes: ~{place}~',
  'speakers.change.to': 'Ahora: *{place}*',
  'speakers.change.reason': 'Motivo: {reason}',
  'speakers.change.ask': 'Pulsa el botón, por favor, para que sepamos que lo sabes.',
  'speakers.change.confirmed': '✓ Confirmado a las {clock}. ¡Gracias!',
  'speakers.sms.change': '{event}: {what}: "{title}". {place}',
  'speakers.sms.changeTo': 'Ahora {place}.',
  'speakers.place': '{time}, {room}',

  // rota

  // paging

  // incidents

  // keys

  // callboard and App Home
  'common.noOrganizers':
    'Este evento todavía no tiene organizador. Quien lo sea, que escriba `/callboard event` y lo confirme.',
  'callboard.summary': 'El evento: sus ajustes, quién lo organiza y si todo va bien.',
  'callboard.help': 'lo que se puede hacer aquí',
  'callboard.help.text':
    '*Callboard* lleva el evento desde Slack. Añade `help` a cualquier comando para ver todo lo que hace.\n`/agenda` qué hay en escena ahora y después; la organización importa, retrasa y mueve\n`/speakers` quién está vinculado, avisado y presente\n`/rota` quién está de turno, quién cubre y si el reparto es justo\n`/page` avisa a quien está de guardia, por Slack, SMS y teléfono, hasta que alguien conteste\n`/incident` declara y dirige incidentes, y aprende de ellos\n`/keys` las pocas llaves peligrosas, que solo abren varias personas juntas\n`/callboard` el evento, tu idioma y si todo va bien',
  'callboard.status': 'si todo va bien: qué va tarde y a quién no se puede localizar',
  'callboard.event': 'nombre, fechas, zona horaria, idioma y canales del evento',
  'callboard.organizers': 'quién organiza',
  'callboard.organizers.add': 'añade a alguien a la organización (organizadores)',
  'callboard.organizers.remove': 'lo retira (organizadores)',
  'callboard.language': 'el idioma en que te hablo',
  'callboard.language.ofEvent': 'el idioma del evento (organizadores)',
  'callboard.version': 'qué versión es esta',
  'callboard.version.text': 'Callboard {version}, con Node {node}.',
  'callboard.save': 'Guardar',
  'callboard.close': 'Cerrar',
  'callboard.claim.ask':
    'Este evento todavía no tiene organizador. Quien organiza lo prepara todo y nombra a los demás. ¿Eres tú?',
  'callboard.claim.yes': 'Organizo yo',
  'callboard.event.text': 'Los ajustes de {name}',
  'callboard.event.title': 'El evento',
  'callboard.event.edit': 'Editar el evento',
  'callboard.event.name': 'Nombre',
  'callboard.event.nameMissing': 'El evento necesita un nombre.',
  'callboard.event.dates': 'Fechas',
  'callboard.event.first': 'Primer día',
  'callboard.event.last': 'Último día',
  'callboard.event.firstMissing': 'Falta el primer día.',
  'callboard.event.lastBefore': 'El último día no puede ser anterior al primero.',
  'callboard.event.zone': 'Zona horaria',
  'callboard.event.zoneHint': 'La hora del lugar, por ejemplo Europe/Madrid o America/New_York.',
  'callboard.event.zoneWrong': 'No conozco esa zona horaria. ¿Querías decir {guess}?',
  'callboard.event.language': 'Idioma',
  'callboard.event.rooms': 'Salas',
  'callboard.event.roomsHint':
    'Una por línea: nombre, otros nombres = #canal. Las salas sin canal propio usan el de operaciones.',
  'callboard.event.roomTwice': 'Una sala aparece dos veces.',
  'callboard.event.organizers': 'Organización',
  'callboard.event.unset': 'sin definir',
  'callboard.channel.announcements': 'Canal de anuncios',
  'callboard.channel.ops': 'Canal de operaciones',
  'callboard.channel.incidents': 'Canal de incidentes',
  'callboard.channel.volunteers': 'Canal de voluntarios',
  'callboard.organizers.list': 'Organización: {organizers}',
  'callboard.organizers.added': '{person} ya forma parte de la organización.',
  'callboard.organizers.removed': '{person} ya no forma parte de la organización.',
  'callboard.organizers.how':
    'Escribe `/callboard organizers add @persona` o `/callboard organizers remove @persona`.',
  'callboard.organizers.guest':
    'Solo puede organizar quien pertenece a este espacio de trabajo. Nombra a alguien con cuenta aquí.',
  'callboard.organizers.already': 'Esa persona ya forma parte de la organización.',
  'callboard.organizers.is-none': 'Esa persona no forma parte de la organización.',
  'callboard.organizers.last':
    'Es la última persona de la organización. Añade antes a otra: `/callboard organizers add @persona`.',
  'callboard.organizers.taken':
    'Alguien se ha adelantado: el evento ya tiene organizador. Mira `/callboard organizers`.',
  'callboard.language.is':
    'Contigo hablo {language}. Para cambiarlo: `/callboard language en` o `/callboard language es`.',
  'callboard.language.chosen': 'A partir de ahora te hablo en {language}.',
  'callboard.language.event': 'El idioma del evento es ahora {language}. Quien ha elegido otro lo conserva.',
  'callboard.language.how':
    'Hablo inglés y español. Escribe `/callboard language en` o `/callboard language es`.',
  'callboard.status.well': 'Todo va bien',
  'callboard.status.worry': 'Hay algo que mirar',
  'callboard.status.store': 'La base de datos responde ({ms} ms).',
  'callboard.status.onTime': 'Nada va tarde; {waiting} {waiting|tarea espera|tareas esperan} su momento.',
  'callboard.status.late':
    '{due} {due|tarea pendiente|tareas pendientes}, la más antigua con {seconds} s de retraso.',
  'callboard.status.retrying': 'Se está volviendo a intentar: {jobs}',
  'callboard.status.channels': 'Los avisos salen por {channels}.',
  'callboard.status.noPhones':
    'Los avisos salen solo por Slack: no hay SMS ni llamadas configurados. El operador puede configurar Twilio.',
  'callboard.status.nobodyOnShift': 'Nadie está de turno en las próximas {hours} horas.',
  'callboard.status.unreachable': 'De turno pronto, y no hay forma de avisarles: {people}',
  'callboard.status.slackOnly':
    'De turno pronto, y solo se les localiza por Slack (pueden añadir un teléfono con `/rota contact`): {people}',
  'callboard.status.allReachable':
    'Todos los que están de turno en las próximas {hours} horas se pueden localizar por teléfono ({count}).',
  'callboard.home.startsIn': 'empieza en {count} {count|día|días}',
  'callboard.home.day': 'día {day} de {count}',
  'callboard.home.status': '¿Va todo bien?',
  'home.greeting': '{event}: hola, {name}',
  'home.nothing': 'Ahora mismo no te espera nada.',
  'home.event': 'El evento de un vistazo',
  'home.more': 'Hay más de lo que cabe aquí. Pregunta con los comandos, como `/page list`.',
  'home.missing': 'Ahora no se ha podido leer lo que `{command}` tiene para ti.',
  'channel.notNamed': 'En lugar de `{typed}` esperaba un canal. Nómbralo como `#canal`.',
  'channel.none': 'No veo ningún canal `{typed}`. Si es privado, invítame antes: `/invite @callboard`.',
  'person.notNamed': 'En lugar de `{typed}` esperaba una persona. Nómbrala como `@nombre` o por su correo.',
  'person.nobody':
    'No conozco a nadie que se llame `{typed}`. Elige a la persona en la lista que Slack ofrece tras `@`, o escribe su correo.',
  'slack.working': ':hourglass_flowing_sand: En ello…',
  'slack.done': 'Hecho.',
  'slack.expired': 'Ha tardado demasiado y Slack no ha dejado abrir el formulario. Vuelve a pulsar.',
  'slack.fileSent': '{comment}\nTienes el archivo en un mensaje directo mío.',
} satisfies Record<keyof typeof en, string>;
