/** Textos sobre archivos leídos: rarezas, errores, descargas. */
import type { formats as en } from '../en/formats.ts';

export const formats = {
  // formats and fetch
  'format.empty': 'El archivo está vacío. Comprueba la dirección o el texto que pegaste.',
  'format.tooLarge': 'El archivo pasa de {most} MB y se ha rechazado. Exporta solo la agenda.',
  'format.html':
    'Eso es una página web, no una agenda. Busca en ella una exportación (JSON, XML, iCalendar o CSV) y usa esa dirección.',
  'format.binary':
    'Eso no es ni un archivo de texto ni un libro de Excel (.xlsx). Exporta la agenda como JSON, XML, iCalendar, CSV o .xlsx.',
  'format.unknown':
    'No reconozco este archivo como agenda. Leo frab y pretalx (JSON, XML, API), Pentabarf, Sessionize (All, GridSmart, Sessions), iCalendar y xCal, schema.org en una página, listas en JSON y YAML, CSV y Excel (.xlsx).',
  'format.nearly.pages':
    'Eso es una página de varias ({have} de {count} entradas), y lo que está en las demás parecería cancelado. Impórtalo por su dirección, para que yo pida todas, o pide todo de una vez a la API (`?limit=500`).',
  'format.nearly.frab':
    'Parece un programa de frab, pero falta `conference.days`, la lista de los días con sus salas.',
  'format.nearly.sessionizeSpeakers':
    'Esa es la lista de ponentes de Sessionize, que no tiene horas. Usa la dirección que acaba en `/view/All`.',
  'format.nearly.sessionizeAll':
    'Parece el All de Sessionize, pero falta su lista de `speakers` o de `rooms`.',
  'format.nearly.grid': 'Parece el GridSmart de Sessionize, pero sus salas no tienen `sessions`.',
  'format.nearly.pretalxSlots':
    'Esos son los huecos de pretalx, que tienen horas pero no títulos. Añade `?expand=room,submission,submission.speakers` a la dirección.',
  'format.nearly.pretalxSpeakers':
    'Esos son los ponentes de pretalx, que no tienen horas. Usa la dirección que acaba en `/submissions/`.',
  'format.nearly.hoverboard':
    'Es un horario que nombra {count|su|sus} {count} {count|sesión|sesiones} con números, y lo que son está en otro archivo. Pon los dos en uno: un objeto con `schedule`, `sessions` y `speakers`.',
  'format.nearly.list':
    'Es una lista {kind} de {count} {count|entrada|entradas} con los campos {fields}; no he encontrado en ella ningún título con hora. Busco `title`, `start` y `end`, y `room` y `speakers` o palabras parecidas.',
  'format.nearly.xcal': 'Parece un calendario en XML (xCal), pero no hay ningún `<vcalendar>` en él.',
  'format.nearly.schedule':
    'Es un `<schedule>`, pero no de frab ni de Pentabarf: sus días deberían contener `<room>` y `<event>`, y contienen {holds}.',
  'format.nearly.page':
    'Esa página web se describe para las máquinas ({types}), pero no nombra sesiones con horas. Busca en ella una exportación (JSON, XML, iCalendar o CSV).',
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
  'fetch.otherHost':
    'La página siguiente de ese archivo está en otro servidor ({host}), y allí no sigo. Pide a la API todas las entradas de una vez.',
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
    '{count} {count|fecha podía|fechas podían} ser día/mes o mes/día; leídas como encaja con el resto de la tabla',
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
  'oddity.no-date-column': 'la tabla no dice fechas; todo queda en un solo día',
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
  'oddity.person-id-shared':
    '{count} {count|identificador es|identificadores son} de varias personas, distinguidas por su nombre',
  'oddity.person-no-name': '{count} {count|persona|personas} sin nombre, sin incluir',
  'oddity.plenum-one-room':
    '{count} {count|sesión plenaria figura|sesiones plenarias figuran} en una sola sala',
  'oddity.recurring': '{count} {count|entrada repetida, desplegada|entradas repetidas, desplegadas}',
  'oddity.reference-unknown':
    '{count} {count|sesión se nombra|sesiones se nombran} solo con un número que el archivo no explica, y {count|quedó|quedaron} fuera',
  'oddity.rooms-by-number':
    '{count} {count|sesión nombra su|sesiones nombran su} sala con un número; `?expand=room` en la dirección da los nombres',
  'oddity.several-languages': '{count} {count|sesión tiene|sesiones tienen} varios idiomas',
  'oddity.speakers-guessed':
    'los ponentes de {count} {count|celda|celdas} se dedujeron del texto de la celda',
  'oddity.split-characters':
    '{count} {count|carácter partido|caracteres partidos} por el plegado de líneas y {count|recompuesto|recompuestos}',
  'oddity.start-disagrees':
    '{count} {count|sesión muestra|sesiones muestran} otro comienzo que la hora exacta; se tomó la exacta',
  'oddity.text-around':
    'el calendario está dentro de otra cosa, que se dejó fuera ({count} {count|parte|partes})',
  'oddity.text-cut': '{count} {count|texto demasiado largo, recortado|textos demasiado largos, recortados}',
  'oddity.unknown-zone': '{count} {count|zona horaria desconocida|zonas horarias desconocidas}',
  'oddity.unreadable-end':
    '{count} {count|final ilegible|finales ilegibles} (fila, columna: celda), {count|deducido|deducidos}',
  'oddity.unreadable-row':
    '{count} {count|entrada ilegible|entradas ilegibles}, sin incluir; en una tabla: fila, columna: celda',
  'oddity.unscheduled': '{count} {count|sesión|sesiones} aún sin hora, sin incluir',
  'oddity.very-long': '{count} {count|sesión dura|sesiones duran} 12 horas o más',
  'oddity.worthless-ids':
    '{count} {count|identificador cambia|identificadores cambian} en cada versión o se {count|repite|repiten}; se va por título y ponentes',
  'oddity.zero-length': '{count} {count|sesión acaba|sesiones acaban} cuando {count|empieza|empiezan}',
  'oddity.zone-contradicts': 'la zona horaria indicada contradice las horas; se creyó a las horas',
} satisfies Record<keyof typeof en, string>;
