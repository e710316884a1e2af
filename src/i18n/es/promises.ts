/** Lo que se promete, lo que queda de cada margen y lo que se hizo a mano demasiadas veces. */
export const promises = {
  'callboard.promises': 'cómo van las promesas y qué se hizo a mano demasiadas veces',
  'callboard.promises.title': 'Promesas',
  'callboard.promises.head': 'Las promesas de este evento',
  'callboard.promises.reached': 'Un aviso llega a un canal en {time}',
  'callboard.promises.answered': 'Un aviso se atiende en {time}',
  'callboard.promises.reminded': 'Un recordatorio sale a menos de {time} de su hora',
  'callboard.promises.started': 'Una charla empieza a menos de {time} de lo previsto',
  'callboard.promises.short.reached': 'avisos enviados a tiempo',
  'callboard.promises.short.answered': 'avisos atendidos a tiempo',
  'callboard.promises.short.reminded': 'recordatorios a tiempo',
  'callboard.promises.short.started': 'charlas puntuales',
  'callboard.promises.none': '{promise}: nada que contar todavía (se promete el {target} %)',
  'callboard.promises.kept':
    '{promise}: {kept} de {all} (se promete el {target} %; {left|queda|quedan} {left} de {allowed} {allowed|fallo|fallos})',
  'callboard.promises.gone':
    '{promise}: {kept} de {all} (se promete el {target} %). El margen está agotado: {missed} {missed|fallo|fallos}, {allowed} {allowed|permitido|permitidos}',
  'callboard.promises.burns': '{missed} de ellos en {time}, {speed} veces más de lo que el margen permite',
  'callboard.promises.agreed': 'lo acordado para esto: {policy}',
  'callboard.promises.second': 'los cambios del programa esperan a otra persona de la organización',
  'callboard.promises.secondFromNow':
    'Desde ahora los cambios del programa esperan a otra persona de la organización, hasta que vuelva a quedar algo del margen.',
  'callboard.promises.share': '{what} {kept}/{all}',
  'callboard.promises.shareSpent': '{what} {kept}/{all} (margen agotado)',
  'callboard.promises.shareBurns': '{what} {kept}/{all} (se agota deprisa)',
  'callboard.promises.home': 'Promesas: {list}',
  'callboard.promises.quiet': 'Promesas: nada que contar todavía',
  'callboard.promises.counted': 'Contado en el registro a las {time}.',
  'callboard.promises.burning':
    ':fire: *{promise}: se incumple demasiado.* {missed} {missed|vez|veces} en {time}, {speed} veces más de lo que el margen permite; {left|queda|quedan} {left} de {allowed} {allowed|fallo|fallos} para el evento. {todo}',
  'callboard.promises.spent':
    ':warning: *{promise}: el margen está agotado.* Se cumplió {kept} de {all}, y se promete el {target} %: {missed} {missed|fallo|fallos}, {allowed} {allowed|permitido|permitidos}.',
  'callboard.promises.policy': 'Lo que acordasteis para esto: {policy}',
  'callboard.promises.noPolicy':
    'No hay nada acordado para esto. Decidid qué se hace de otra manera desde ahora y escribidlo en el archivo del evento como `whenSpent`. {todo}',
  'callboard.promises.todo.reached':
    '`/callboard status` dice qué va con retraso y qué canal tiene problemas. Hasta que se arregle, llamad vosotros para lo que no pueda esperar.',
  'callboard.promises.todo.answered':
    '`/rota now` dice quién está de turno y cómo se le localiza. Añadid personas (`/rota add`) o avisad antes a más (`/page policy`).',
  'callboard.promises.todo.reminded':
    '`/callboard status` dice qué va con retraso. `/speakers` muestra a quién no se le recordó: `Avisar` lo hace ahora.',
  'callboard.promises.todo.started':
    '`/agenda now` muestra qué se alarga. Dad aire a la sala antes de su próxima charla (`/agenda delay SALA 15m`) y haced que las charlas acaben a su hora.',
  'callboard.toil.head': 'Hecho a mano más de cinco veces',
  'callboard.toil.none': 'Nada se hizo a mano más de cinco veces.',
  'callboard.toil.line': '{count} × {deed}: lo hace {command}',
  'callboard.toil.assigned': 'personas asignadas a turnos una a una',
  'callboard.toil.shift-added': 'turnos añadidos uno a uno',
  'callboard.toil.imported': 'el programa importado otra vez',
  'callboard.toil.changed': 'charlas movidas, cambiadas o canceladas aquí y no en el origen',
  'callboard.toil.delayed': 'retrasos (una sala entera mueve todo lo que sigue)',
  'callboard.toil.linked': 'ponentes enlazados uno a uno',
  'callboard.toil.reminded': 'recordatorios enviados a mano',
  'callboard.toil.checked-in': 'ponentes registrados por otra persona',
  'callboard.toil.crew': 'personas del equipo añadidas una a una',
  'callboard.toil.set-up': 'roles, entradas, políticas y planes configurados a mano',
  'callboard.report.head': '*{event} ha terminado: así ha ido*',
} as const;
