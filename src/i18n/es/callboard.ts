/** Textos del evento, sus ajustes y el inicio. */
import type { callboard as en } from '../en/callboard.ts';

export const callboard = {
  'callboard.board': 'un enlace a la sala de control, solo para ti, durante 12 horas',
  'callboard.board.link':
    'La sala de control, solo para ti hasta las {time}:\n{url}\nMuestra nombres, avisos e incidentes. Ábrela donde la vea el equipo y no pases el enlace: cada cual pide el suyo con `/callboard board`.',
  'callboard.board.nowhere':
    'La sala de control aún no tiene dirección: quien opera el bot pone `PUBLIC_URL`. Hasta entonces, `/callboard status` dice cómo va todo.',
  'callboard.board.title': 'Sala de control · {event}',
  'callboard.board.skip': 'A las salas',
  'callboard.board.live': 'En directo',
  'callboard.board.connecting': 'Conectando …',
  'callboard.board.stale': 'Sin conexión desde las',
  'callboard.board.ended': 'Este enlace ha caducado. Escribe /callboard board en Slack y tendrás otro.',
  'callboard.board.closed':
    'Esta es la sala de control, para el equipo de este evento. Escribe /callboard board en Slack: te da un enlace que la abre.',
  'callboard.board.summary':
    '{pages} {pages|aviso abierto|avisos abiertos}, {incidents} {incidents|incidente abierto|incidentes abiertos}',
  'callboard.board.pages': 'Avisos',
  'callboard.board.noPages': '✓ No hay ningún aviso abierto.',
  'callboard.board.incidents': 'Incidentes',
  'callboard.board.noIncidents': '✓ No hay ningún incidente abierto.',
  'callboard.board.critical': 'crítico',
  'callboard.board.since': 'desde las {time} ({duration})',
  'callboard.board.asked': 'se ha avisado a {people}',
  'callboard.board.nobodyAsked': 'aún no se ha avisado a nadie',
  'callboard.board.gaveUp': 'nadie ha respondido',
  'callboard.board.has': '{person} se encarga',
  'callboard.board.held': 'espera hasta las {time}',
  'callboard.board.noCommander': 'nadie lo dirige',
  'callboard.board.commander': '{person} lo dirige',
  'callboard.board.mitigated': 'mitigado',
  'callboard.board.updateDue': 'próxima novedad a las {time}',
  'callboard.board.updateOverdue': 'la novedad tocaba a las {time}',
  'callboard.board.rooms': 'Salas',
  'callboard.board.nobodyOn': 'Aquí no hay nadie de turno.',
  'callboard.board.here': 'ya está',
  'callboard.board.hereSince': 'ya está, desde las {time}',
  'callboard.board.expected': 'aún no ha llegado',
  'callboard.board.heard': 'aún no ha llegado, pero ha dado señales',
  'callboard.board.missing': 'falta',
  'callboard.board.unlinked': 'sin vincular',
  'callboard.board.lateBy': '{minutes} min de retraso',
  'callboard.board.elsewhere': 'De turno en otros sitios',
  'callboard.board.nobodyElsewhere': 'No hay nadie más de turno.',
  'callboard.board.checkIns': 'Ponentes de las próximas {hours} horas',
  'callboard.board.noCheckIns': 'Hasta entonces no empieza ninguna charla.',
  'callboard.board.gaps': 'Huecos de las próximas {hours} horas',
  'callboard.board.noGaps': '✓ Cada turno tiene a su gente.',
  'callboard.board.short': '{count|falta|faltan} {count}',
  'callboard.board.late': 'Lo que va con retraso',
  'callboard.board.nothingLate': '✓ Nada va con retraso.',
  'callboard.board.lateJobs':
    '{count} {count|mensaje o tarea lleva|mensajes o tareas llevan} retraso, {seconds} s como mucho',
  'callboard.board.feedHeld': 'Un cambio del programa publicado espera a la organización',
  'callboard.board.feedFailing': 'No se puede leer el programa publicado',
  'callboard.board.day': 'El día',
  'callboard.board.dayAlt':
    'El día por salas y horas, como estaba previsto y como está ahora. Lo que muestra está arriba, en las salas, y en el programa.',
  'callboard.unattended':
    ':rotating_light: Nadie atiende {count|la cola|las colas} {queues}: lo que toca ahí espera. Quien opera el bot tiene que arrancar un proceso trabajador (`CALLBOARD_ROLE=worker`).',
  'callboard.queues.link': 'Colas',
  'callboard.queues.closed':
    'Las colas son para la organización. Lo que va con retraso está también en la sala de control.',
  'callboard.queues.title': 'Colas · {event}',
  'callboard.queues.board': 'A la sala de control',
  'callboard.queues.asOf': 'A las {time}.',
  'callboard.queues.refresh': 'Actualizar',
  'callboard.queues.of.pages': 'Avisos, y lo que no puede esperar',
  'callboard.queues.of.reminders': 'Recordatorios y mensajes',
  'callboard.queues.of.chores': 'Tablones, fichas y otras tareas',
  'callboard.queues.of.webhooks': 'Otros sistemas',
  'callboard.queues.all': 'Todas las colas',
  'callboard.queues.count.waiting': '{count} en espera',
  'callboard.queues.count.due': '{count} para ya',
  'callboard.queues.count.late': '{count} con retraso',
  'callboard.queues.count.leased': '{count} en curso',
  'callboard.queues.count.retried': '{count} {count|ya intentada|ya intentadas}',
  'callboard.queues.count.dead': '{count} {count|fallida|fallidas} del todo',
  'callboard.queues.dueAt': 'para las {time}',
  'callboard.queues.dueSince': 'tocaba a las {time} (hace {duration})',
  'callboard.queues.failedAt': 'falló a las {time} ({code})',
  'callboard.queues.tried': '{count} {count|intento|intentos}',
  'callboard.queues.runs': 'Está en curso.',
  'callboard.queues.retry': 'Intentar ya',
  'callboard.queues.cancel': 'Cancelar',
  'callboard.queues.dismiss': 'Dejarlo así',
  'callboard.queues.none': 'No hay nada que mostrar aquí.',
  'callboard.queues.hidden':
    'El trabajo confidencial se cuenta y no se muestra. Lo que lleva una tarea no se muestra nunca.',
  'callboard.queues.parts': 'Más de esta lista',
  'callboard.queues.before': 'Anteriores',
  'callboard.queues.more': 'Más',
  'callboard.queues.bull': 'Lo que se ha entregado a BullMQ (solo para mirar)',
  'callboard.queues.news.retried': '✓ Toca ya.',
  'callboard.queues.news.cancelled': '✓ Cancelada.',
  'callboard.queues.news.dismissed': '✓ Ya no está en la lista.',
  'callboard.queues.news.changed':
    'No se ha hecho nada: entretanto se ha hecho, ha cambiado de hora o está en curso. Así está todo ahora.',
  'callboard.queues.askRetry': '¿Intentarla ya?',
  'callboard.queues.doRetry': 'Intentar ya',
  'callboard.queues.effectRetry':
    'Toca en el acto, como si fuera la primera vez. Primero mira si queda algo por hacer, y si no, no hace nada.',
  'callboard.queues.askCancel': '¿Cancelarla?',
  'callboard.queues.doCancel': 'Cancelarla',
  'callboard.queues.cost.pages':
    'Puede que a alguien ya no se le avise, o no otra vez: lo que iba a hacer no ocurre, y un aviso abierto puede quedarse así sin pasar al siguiente paso. Toda la organización se entera de que lo has hecho tú.',
  'callboard.queues.cost.reminders': 'Entonces nadie recibe este mensaje.',
  'callboard.queues.cost.chores':
    'Lo que iba a poner al día se queda como está, hasta que algo lo planifique de nuevo.',
  'callboard.queues.cost.webhooks': 'Entonces no se avisa ni se llama al otro sistema.',
  'callboard.queues.noUndo': 'No se puede deshacer. Queda constancia de que lo has hecho tú.',
  'callboard.queues.sure': 'Sé que puede que ya no se avise a nadie, y me ocupo yo.',
  'callboard.queues.tickFirst': 'No se ha hecho nada: antes hay que marcar la casilla.',
  'callboard.queues.askDismiss': '¿Dejarlo así?',
  'callboard.queues.doDismiss': 'Dejarlo así',
  'callboard.queues.effectDismiss':
    'Sale de la lista y ya no se puede volver a intentar. Queda constancia de que falló.',
  'callboard.queues.leave': 'Dejarla como está',
  'callboard.queues.told':
    '{person} ha cancelado algo en la cola de avisos: `{job}`. Lo que iba a hacer no ocurre. Si era un paso de un aviso, comprueba que alguien se ocupa: `/page list`.',
  'callboard.export': 'una copia de todo, solo para ti',
  'callboard.exported':
    'Aquí está todo, cifrado: solo quien tiene la clave del operador puede abrirlo. `callboard restore FILE --identity KEY` en la línea de comandos lo devuelve a una base de datos vacía.',
  'callboard.export.noKey':
    'No hay clave para las copias de seguridad, y los datos de todo el mundo no van a Slack en claro. El operador puede poner `CALLBOARD_BACKUP_RECIPIENT`, o usar `callboard backup FILE` en la línea de comandos.',
  'callboard.event.kept.numbers': 'Días que se guardan los números',
  'callboard.event.kept.people': 'Días que se guardan las personas',
  'callboard.event.keptHint': 'Después del último día del evento. Luego desaparecen para siempre.',
  'callboard.event.keptWrong': 'Un número de días, como 30.',
  // forgetting
  'callboard.archive.missing':
    'Había que borrar a alguien del archivo, y {count} de sus ficheros no están donde se pusieron ({days}): lo que hay en ellos sigue ahí. Quien los haya movido o copiado tiene que borrarlos, o devolverlos a su sitio y repetirlo.',
  'callboard.status.archiveLate':
    'El archivo estuvo bien por última vez {time}: nada sale de Redis, y nada se pierde. El operador sabe adónde va',
  'callboard.retention.numbers':
    'El {day} desaparecen para siempre los números y correos de todo el mundo: el evento ha terminado. Si es demasiado pronto, cambia las fechas del evento o los días en `/callboard event`.',
  'callboard.retention.people':
    'El {day} se olvida a todo el mundo salvo a la organización y a quien guarda llaves, también en el registro. Si es demasiado pronto, cambia las fechas del evento o los días en `/callboard event`; para una copia, `/callboard export`.',
  // eventos hacia fuera
  'callboard.hooks.usage': 'a dónde salen los eventos: último éxito, lo que espera, lo que nunca llegó',
  'callboard.hooks.usageAdd':
    'envía eventos firmados a una dirección; tipos como `page` o `incident.declared`',
  'callboard.hooks.usageRemove': 'ya no envía nada allí',
  'callboard.hooks.usageReplay': 'envía otra vez lo ocurrido desde entonces',
  'callboard.hooks.how':
    'Has escrito {typed}. Es `/callboard hooks add NOMBRE URL [tipos] [in SALA] [severity sev1]`, `hooks remove NOMBRE`, `hooks replay NOMBRE since HORA`, o `hooks` a secas.',
  'callboard.hooks.refused.form':
    '{url} no es una dirección a la que pueda enviar: empieza por `https://` y no lleva contraseña.',
  'callboard.hooks.refused.https': '{url} no va cifrada: dame su dirección `https://`.',
  'callboard.hooks.refused.private':
    '{url} está dentro de la red en la que funciono, y ahí no envío nada salvo que quien opera nombre su máquina en `EVENTS_PRIVATE_HOSTS`.',
  'callboard.hooks.refused.unknown-host': 'Nadie sabe dónde está {url}. Revisa cómo está escrita.',
  'callboard.hooks.taken':
    'Ya salen eventos hacia {name}. Elige otro nombre, o antes `/callboard hooks remove {name}`.',
  'callboard.hooks.tooMany': 'Ya salen eventos hacia {most} direcciones, y no caben más. Quita una antes.',
  'callboard.hooks.noType': 'No hay ningún evento {typed}. Hay {types}; `page` vale por todos los de avisos.',
  'callboard.hooks.noSeverity':
    '{typed} no es una gravedad: hay `sev1`, `sev2` y `sev3` de incidencias, `critical` y `normal` de avisos.',
  'callboard.hooks.added':
    'Desde ahora salen eventos hacia {name} (`{code}`); el primero, `target.added`, está en camino. Su secreto, que se muestra solo esta vez: {secret}',
  'callboard.hooks.removed': 'Ya no sale nada hacia {name}.',
  'callboard.hooks.none': 'No salen eventos hacia {typed}: `/callboard hooks` muestra a dónde salen.',
  'callboard.hooks.future': '{typed} aún está por llegar: di una hora que ya haya pasado.',
  'callboard.hooks.replaying':
    'Lo ocurrido desde {time} va otra vez de camino a {name}. Cada evento lleva el id que tenía, para que el receptor lo reconozca.',
  'callboard.hooks.replayKnows':
    'Lo sé todo desde {time}. Lo anterior está en el archivo: de eso solo se envía lo que pertenece a incidentes y a avisos aún abiertos. Quien opera Callboard lee el resto con {command}.',
  'callboard.hooks.empty':
    'Los eventos no salen a ningún sitio todavía. `/callboard hooks add NOMBRE URL` los envía a una dirección, firmados.',
  'callboard.hooks.head': 'Los eventos salen hacia {count} {count|dirección|direcciones}',
  'callboard.hooks.everything': 'todos los eventos',
  'callboard.hooks.never': 'aún no ha llegado nada',
  'callboard.hooks.last': 'lo último llegó a las {time}',
  'callboard.hooks.waiting': '{count} en camino',
  'callboard.hooks.undelivered': '{count} sin entregar',
  'callboard.hooks.dead': ':red_circle: no acepta nada desde las {time}',
  'callboard.hooks.retry': 'Reintentar',
  'callboard.hooks.retried': '{count} {count|evento va|eventos van} otra vez de camino a {name}.',
  'callboard.hooks.isDead':
    ':no_entry: Los eventos no llegan a {name}: ha respondido {code} durante hora y media. Lo que no se pudo entregar se guarda; `/callboard hooks` lo muestra y lo reintenta.',
  'callboard.forget': 'borra a alguien de todo, para siempre',
  'callboard.forget.how':
    'Di a quién: `/callboard forget @user`, o con su correo. Se pregunta antes de borrar nada.',
  'callboard.forget.ask':
    '¿Olvidar a {person}? Su número, correo, nombre, preferencias, agenda personal y lo que escribió desaparecen para siempre: no se puede deshacer. Lo que ocurrió se queda, sin el nombre de nadie.',
  'callboard.forget.shifts':
    'Todavía tiene {shifts}: esos puestos quedan libres, y a nadie se le pide cubrirlos.',
  'callboard.forget.speaker':
    'Es ponente: su nombre desaparece del programa aquí. Quítalo también en su origen, o la próxima importación lo devuelve.',
  'callboard.forget.stays':
    'Lo que se queda: los mensajes en Slack (bórralos allí), la cadena de auditoría de las llaves con su id de Slack, y las copias de seguridad anteriores (al restaurar una se le olvida otra vez).',
  'callboard.forget.yes': 'Olvidar',
  'callboard.forget.gone': 'Ya no hay nadie con ese id: se le olvidó antes.',
  'callboard.forget.organizer':
    '{person} es de la organización. Primero `/callboard organizers remove @user`; después se le puede olvidar.',
  'callboard.forget.holder':
    '{person} tiene una parte de {sets}. Primero `/keys revoke NAME @user` y la rotación; después se le puede olvidar.',
  'callboard.forget.done':
    'Olvidado: {count} {count|registro desapareció o ya no es|registros desaparecieron o ya no son} de nadie. También se repasa el registro de hechos; tarda unos segundos.',
  // incidents
  'callboard.dojo':
    'cinco minutos en tu propio teléfono: aprendes a contestar a un aviso por tarjeta, SMS y llamada',
  'callboard.drill':
    'un simulacro: avisa a quien está de guardia y recorre toda una incidencia, marcada DRILL',
  'callboard.drill.list': 'los guiones que se pueden jugar',
  'callboard.drill.show': 'de qué va un guion, antes de avisar a nadie',
  'callboard.drill.play': 'juega un guion con quien está de turno, ahora o en un momento que elijo yo',
  'callboard.drill.cancel': 'termina el simulacro en marcha, o quita el tuyo',
  'callboard.drill.head':
    '*Simulacros*: con quienes están de turno, en sus propios teléfonos, marcados DRILL en todas partes y sin contar en ninguna.',
  'callboard.drill.how':
    '`/callboard drill projector en Sala grande entre 14:00-16:00` me deja elegir el momento. Solo tú lo sabes. No empieza nada mientras haya algo de verdad abierto, ni en las horas de silencio de nadie.',
  'callboard.drill.choose': 'Elegir',
  'callboard.drill.ask':
    '«{title}» dura como mucho {minutes} y abre {count} {count|aviso|avisos}, con SMS y llamadas como uno de verdad. ¿Seguro?',
  'callboard.drill.now': 'Empezar ya',
  'callboard.drill.later': 'En las próximas dos horas',
  'callboard.drill.begun': 'El simulacro {code} «{title}» ha empezado, con la incidencia {incident}.',
  'callboard.drill.planned':
    'El simulacro {code} «{title}» empieza entre las {from} y las {until}: he elegido las {at}. Solo tú lo sabes. Si entonces molesta, espera un poco.',
  'callboard.drill.cancelIt': 'Quitarlo',
  'callboard.drill.endIt': 'Terminarlo',
  'callboard.drill.ended': 'El simulacro {code} «{title}» ha terminado, y todo lo suyo está cerrado.',
  'callboard.drill.unplanned': 'El simulacro {code} «{title}» no se hará. Nadie sabía de él.',
  'callboard.drill.noneToCancel': 'No hay ningún simulacro en marcha, y no has planeado ninguno.',
  'callboard.drill.running': 'El simulacro {code} ya está en marcha. De uno en uno.',
  'callboard.drill.real':
    '{code} es de verdad y está abierto: ningún simulacro a su lado. Resuélvelo antes, o da una ventana y el simulacro espera: `/callboard drill projector entre 14:00-16:00`.',
  'callboard.drill.realHidden': 'Hay algo de verdad abierto: ningún simulacro a su lado.',
  'callboard.drill.keys':
    'Este guion practica con el juego de llaves `{set}`, y no existe. `/keys create {set} 2 de @ana @bea @carl` crea uno; un nombre que empieza por `drill` lo marca como práctica.',
  'callboard.drill.keys-unready':
    'Este guion practica con el juego de llaves `{set}`, que aún no funciona: cada persona tiene que ver y confirmar su parte. `/keys status` muestra quién lo ha hecho.',
  'callboard.drill.keys-few':
    'Este guion practica con el juego de llaves `{set}`, y quedan muy pocas personas que lo guarden. `/keys rotate {set} 2 de @ana @bea @carl` nombra a otras; `/keys status` muestra por qué.',
  'callboard.drill.ceremony':
    'La ceremonia de llaves {code} es de verdad y está abierta: ningún simulacro a su lado. Espera a que acabe, o da una ventana y el simulacro espera: `/callboard drill keys entre 14:00-16:00`.',
  'callboard.drill.quiet':
    'Alguien a quien podría preguntar tiene ahora horas de silencio. Elige una hora en que todos estén despiertos.',
  'callboard.drill.nobody': 'No hay nadie de turno a quien avisar. Elige una hora en que lo haya.',
  'callboard.drill.room':
    'No hay una única sala {typed}. Déjala fuera, y tomo una donde haya alguien de turno.',
  'callboard.drill.window': 'Di entre cuándo: `/callboard drill projector entre 14:00-16:00`.',
  'callboard.drill.windowBackwards':
    'Eso acaba antes de empezar. Escribe primero la hora más temprana: `/callboard drill projector entre 14:00-16:00`.',
  'callboard.drill.noSuch':
    'No hay ningún guion {name}. ¿Quieres decir {guess}? No se ha avisado a nadie. `/callboard drill` los muestra.',
  'callboard.drill.oneWord':
    'No hay ningún guion {name}, y no se ha avisado a nadie. `/callboard drill` los muestra; un título propio tiene dos palabras o más, como en `/callboard drill Corte de luz`.',
  'callboard.drill.freeToCancel':
    'No hay ningún guion en marcha. DRILL · {code} tiene un título propio: se termina con `/incident resolve {code}`.',
  'callboard.drill.windowLong': 'Eso es mucho tiempo. Como mucho {hours} horas.',
  'callboard.drill.windowOver': 'Esa hora ya pasó.',
  'callboard.drill.gone': 'No hay ningún guion {name}. `/callboard drill` los muestra.',
  'callboard.drill.homeRuns':
    '*DRILL* «{title}» en marcha desde las {at}: incidencia {incident}. Nada de esto es de verdad.',
  'callboard.drillBegun':
    '{incident} ha empezado y el aviso {page} va hacia quien está de guardia. Resuélvela como una real; su puntuación está en el hilo del análisis.',
  'callboard.summary': 'El evento: sus ajustes, quién lo organiza y si todo va bien.',
  'callboard.help': 'lo que se puede hacer aquí',
  'callboard.help.text':
    '*Callboard* lleva el evento desde Slack. Añade `help` a cualquier comando para ver todo lo que hace.\n`/agenda` qué hay en escena ahora y después; la organización importa, retrasa y mueve\n`/speakers` quién está vinculado, avisado y presente\n`/rota` quién está de turno, quién cubre y si el reparto es justo\n`/page` avisa a quien está de guardia, por Slack, SMS y teléfono, hasta que alguien conteste\n`/incident` declara y dirige incidencias, y aprende de ellas\n`/keys` las pocas llaves peligrosas, que solo abren varias personas juntas\n`/callboard` el evento, tu idioma y si todo va bien',
  'callboard.status': 'si todo va bien: qué va tarde y a quién no se puede localizar',
  'callboard.event.how':
    'No ha cambiado nada: `/callboard event` no lleva más palabras. Escríbelo solo y pulsa *Editar el evento* para su nombre, sus fechas, su zona y sus canales; para su idioma escribe `/callboard language event es` o `en`.',
  'callboard.event': 'nombre, fechas, zona horaria, idioma y canales del evento',
  'callboard.organizers': 'quién organiza',
  'callboard.organizers.change': 'añade a alguien a la organización, o lo retira',
  'callboard.organizers.self':
    'Dejarías la organización y no podrías volver por tu cuenta: tendría que añadirte otra persona de la organización. ¿Seguro?',
  'callboard.organizers.leave': 'Dejarla de todos modos',
  'callboard.crew': 'quién forma el equipo',
  'callboard.crew.change': 'añade a alguien al equipo sin turno, o lo retira',
  'callboard.crew.list':
    'Equipo: {count} {count|persona|personas} por la rota. Añadidas a mano: {named}. Se cambia con `/callboard crew add @persona` o `remove @persona`.',
  'callboard.crew.none': 'nadie',
  'callboard.crew.how':
    'Escribe `/callboard crew add @persona` o `/callboard crew remove @persona`; un grupo de usuarios de Slack, como `@equipo-escenario`, vale por sus miembros.',
  'callboard.crew.groupAdded':
    'Quien está en {group} es ya del equipo: {count} {count|persona|personas}, según Slack.',
  'callboard.crew.groupRemoved': '{group} ya no hace a nadie del equipo. Quien tiene turno lo sigue siendo.',
  'callboard.crew.guest': 'Solo pueden ser del equipo personas de este espacio de trabajo.',
  'callboard.crew.added': '{person} ya es del equipo.',
  'callboard.crew.removed': '{person} ya no está en el equipo.',
  'callboard.crew.stays':
    '{person} ya no está añadida a mano y sigue en el equipo por sus turnos: `/rota drop H45 @persona` quita a alguien de un turno.',
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
  'callboard.event.fromProgramme': 'según el programa: {dates}',
  'callboard.event.datesHint': 'Si quedan vacías, salen del programa: {dates}.',
  'callboard.event.unset': 'sin definir',
  'callboard.channel.announcements': 'Canal de anuncios',
  'callboard.channel.ops': 'Canal de operaciones',
  'callboard.channel.incidents': 'Canal de incidencias',
  'callboard.channel.volunteers': 'Canal de voluntarios',
  'callboard.organizers.list': 'Organización: {organizers}',
  'callboard.organizers.added': '{person} ya forma parte de la organización.',
  'callboard.organizers.removed': '{person} ya no forma parte de la organización.',
  'callboard.organizers.tellAdded':
    ':bust_in_silhouette: {by} añadió a {person} a la organización. Consta en el registro de las llaves.',
  'callboard.organizers.tellRemoved':
    ':bust_in_silhouette: {by} retiró a {person} de la organización. Consta en el registro de las llaves.',
  'callboard.eventFile.tellAdded':
    ':bust_in_silhouette: El archivo del evento añadió a {person} a la organización. Consta en el registro de las llaves.',
  'callboard.eventFile.tellRemoved':
    ':bust_in_silhouette: El archivo del evento retiró a {person} de la organización. Consta en el registro de las llaves.',
  'callboard.flags.on':
    'A prueba hasta el {day}, para algunas personas: {flag} (responsable: {person}). {what}',
  'callboard.flags.over':
    'La prueba de {flag} terminó el {day}: ya no funciona para nadie (responsable: {person}). Ponle otro final en el archivo del evento, o quítala.',
  'callboard.flags.unknown':
    '{flag} no existe en esta versión y no hace nada (responsable: {person}). Quítala del archivo del evento.',
  'callboard.flags.what.shift-briefing':
    'El último recordatorio antes de un turno dice qué hay abierto en su sala: avisos e incidentes, y quién se encarga.',
  'callboard.eventFile.drift':
    ':page_facing_up: {count} {count|cosa no está|cosas no están} como dice el archivo del evento:\n{lines}\nPara conservar lo que se cambió a mano, escríbelo en el archivo (`callboard event export` muestra cómo). Para deshacerlo, aplica otra vez el archivo: `callboard event apply ARCHIVO`.',
  'callboard.left':
    ':bust_in_silhouette: {person} fue desactivado en Slack y ya no tiene ningún papel aquí.{what}',
  'callboard.left.shifts': 'Quedan libres y se pregunta a otros: {shifts}',
  'callboard.left.pages': 'Se pregunta a otros, o de nuevo: {pages}',
  'callboard.left.roles': 'Coordinaba, y ya no: {roles}. Nombra a alguien con `/rota lead ROL @persona`',
  'callboard.left.keys': 'Tiene una parte: {sets}. Rótalo en 24 horas, con otras personas',
  'callboard.left.tooFew':
    ':warning: Quedan demasiado pocas personas para abrir o rotar {sets}. Si es un error, reactívala en Slack; si no, haz un conjunto nuevo y vuelve a sellarlo todo desde su origen',
  'callboard.left.stuck':
    'Tenía que confirmar una parte de {sets}, que lo espera: pulsa `Descartar` y propónlo con otra persona',
  'callboard.left.organizer': 'Estaba en la organización',
  'callboard.left.last':
    ':warning: Era la última persona de la organización. Su lugar pasa a quien nombre `ORGANIZERS`',
  'callboard.back':
    ':bust_in_silhouette: {person} vuelve a estar activo en Slack, sin lo que tenía: los turnos, la coordinación y el lugar en la organización se dan de nuevo. Su parte de una llave vuelve a contar, y la llave sigue pendiente de rotar.',
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
  'callboard.channel.invite':
    'No estoy en {channel}: nada de lo que publique llegaría. Escribe allí /invite @callboard e inténtalo de nuevo.',
  'callboard.channel.archived': '{channel} está archivado: nadie puede escribir allí. Indica otro canal.',
  'callboard.channel.unseen':
    'No veo {channel}. Si es privado, escribe allí /invite @callboard e inténtalo de nuevo.',
  'callboard.status.channel': '{channel} ({uses}): {trouble}',
  'callboard.status.scopes':
    'Slack no me permite todo lo que necesito: {scopes}. Instala de nuevo la aplicación con su manifiesto actual.',
  'callboard.status.store': 'La base de datos responde ({ms} ms).',
  'callboard.status.onTime': 'Nada va tarde; {waiting} {waiting|tarea espera|tareas esperan} su momento.',
  'callboard.status.unattended':
    'Nadie atiende {count|la cola|las colas} {queues}: lo que toca ahí espera a un proceso trabajador, que tiene que arrancar quien opera el bot.',
  'callboard.status.late':
    '{due} {due|tarea pendiente|tareas pendientes}, la más antigua con {time} de retraso.',
  'callboard.status.retrying': 'Se está volviendo a intentar: {jobs}',
  'callboard.status.channels': 'Los avisos salen por {channels}.',
  'callboard.status.providers': 'Los mensajes y las llamadas los lleva {providers}.',
  'callboard.status.aside':
    '{provider} está apartado para {what}: {reason}. Se encarga el siguiente proveedor',
  'callboard.status.asideLast':
    '{provider} está apartado para {what}: {reason}. Ahora nadie más se encarga: llamad a mano a quien no pueda esperar',
  'callboard.outage.isLost':
    'No se llega a Slack desde las {time}. Los avisos salen enseguida por SMS y llamada, sin esperarlo.',
  'callboard.outage.was':
    'No se llegó a Slack de {from} a {to}. Los avisos salieron mientras tanto por SMS y llamada; lo demás que esperaba sale ahora.',
  'callboard.outage.numbers':
    'Callboard: sin Slack desde las {time}. Los avisos salen enseguida por SMS y llamada; respóndelos por SMS. De turno ahora:',
  'callboard.outage.plan': 'Callboard, sin Slack. El programa:',
  'callboard.outage.now': 'hasta las {time} {title}',
  'callboard.outage.more': '+{count} más',
  'callboard.outage.noNumber': '(sin número)',
  'callboard.outage.nobody': 'No hay nadie más de turno.',
  'callboard.outage.nothing': 'No queda nada.',
  'callboard.outage.back':
    'Callboard: Slack ha vuelto. No se llegó a él de {from} a {to}; lo que esperaba está saliendo.',
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
  'home.page': 'Avisar a alguien',
  'home.declare': 'Declarar una incidencia',
  'home.event': 'El evento de un vistazo',
  'home.more': 'Hay más de lo que cabe aquí. Pregunta con los comandos, como `/page list`.',
  'home.missing': 'Ahora no se ha podido leer lo que `{command}` tiene para ti.',

  // la página en la dirección del bot
  'callboard.index.what': 'Esto es Callboard: el programa de este evento y la gente que lo hace posible.',
  'callboard.index.now': 'Ahora y después, en cada sala',
  'callboard.index.rooms': 'Una sala',
  'callboard.index.noProgramme': 'Todavía no hay programa. Estará aquí.',
  'callboard.index.crew': 'Ponentes, voluntariado, organización',
  'callboard.index.slack':
    'Callboard funciona en el Slack de este evento: /agenda es el programa, /page pide ayuda, /rota dice quién está de turno y /callboard help explica el resto.',
} satisfies Record<keyof typeof en, string>;
