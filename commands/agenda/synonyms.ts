/** Other words for the verbs of `/agenda`. */
import type { Synonyms } from '../../src/core/synonyms.ts';

export const agendaSynonyms: Synonyms = {
  of: {
    now: ['ahora', 'current'],
    next: ['siguiente', 'proximo', 'proximos', 'luego', 'later', 'upcoming'],
    today: ['hoy'],
    tomorrow: ['manana'],
    day: ['dia'],
    room: ['sala', 'stage', 'hall'],
    track: ['pista', 'tema'],
    speaker: ['ponente', 'ponentes', 'by'],
    search: ['buscar', 'busca', 'find', 'grep'],
    show: ['ver', 'mostrar', 'muestra', 'info', 'details'],
    picture: ['imagen', 'grafico', 'chart'],
    mine: ['mi', 'mio', 'mia', 'mias', 'mios', 'my', 'me', 'favoritos', 'starred'],
    star: ['favorito', 'guardar'],
    unstar: ['quitar'],
    feed: ['calendario', 'calendar', 'ical', 'suscribir'],
    watch: ['seguir', 'vigilar', 'follow'],
    delay: ['aplazar', 'retrasar', 'retrasa', 'aplaza', 'postpone', 'late'],
    move: ['mover', 'mueve', 'reschedule'],
    swap: ['intercambiar', 'permutar', 'switch'],
    cancel: ['cancelar', 'cancela', 'anular'],
    restore: ['restaurar', 'recuperar', 'uncancel', 'reinstate'],
    undo: ['deshacer', 'revert'],
    check: ['comprobar', 'revisar', 'conflicts', 'conflictos', 'clashes'],
    live: ['board', 'directo'],
    announce: ['anunciar'],
    export: ['exportar', 'download', 'descargar'],
    import: ['importar', 'load', 'cargar'],
  },
};
