/** Other words for the verbs of `/rota`. */
import type { Synonyms } from '../../src/core/synonyms.ts';

export const rotaSynonyms: Synonyms = {
  of: {
    now: ['ahora'],
    me: ['yo', 'mio', 'mios', 'mis', 'my', 'mine', 'myself'],
    today: ['hoy'],
    tomorrow: ['manana'],
    day: ['dia'],
    room: ['sala'],
    role: ['rol', 'papel'],
    gaps: ['huecos', 'faltan', 'holes', 'missing', 'open'],
    coverage: ['cobertura', 'heatmap', 'picture', 'grafico'],
    add: ['anadir', 'agregar', 'crear', 'new', 'create'],
    assign: ['asignar', 'asigna', 'give'],
    drop: ['quitar', 'dejar', 'remove', 'leave'],
    take: ['coger', 'tomar', 'apuntarme', 'signup', 'join'],
    here: ['aqui', 'llegue', 'llegado', 'presente', 'arrived', 'present'],
    done: ['hecho', 'listo', 'terminado', 'terminar', 'fin', 'finish', 'finished'],
    lead: ['jefe', 'responsable', 'leads'],
    swap: ['cambiar', 'cambio', 'intercambiar', 'permutar', 'trade'],
    cover: ['cubrir', 'sustituir', 'sustituto', 'sub', 'substitute', 'replace'],
    generate: ['generar'],
    fill: ['rellenar', 'llenar', 'repartir', 'autofill'],
    fairness: ['justo', 'justicia', 'equidad', 'reparto', 'fair', 'hours', 'horas'],
    availability: ['disponibilidad', 'disponible', 'available', 'when', 'cuando'],
    contact: ['contacto', 'phone', 'telefono', 'movil', 'mobile'],
    feed: ['calendario', 'calendar', 'ical'],
    export: ['exportar'],
    import: ['importar'],
  },
};
