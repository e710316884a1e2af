/** Other words for the verbs of `/incident`. */
import type { Synonyms } from '../../src/core/synonyms.ts';

export const incidentSynonyms: Synonyms = {
  of: {
    '': ['list', 'lista', 'open', 'abiertos'],
    show: ['ver', 'mostrar'],
    timeline: ['cronologia', 'log', 'history', 'historial'],
    declare: ['declarar', 'declara', 'nuevo', 'nueva', 'new', 'report', 'create'],
    role: ['rol'],
    update: ['actualizar', 'actualiza', 'actualizacion'],
    note: ['nota'],
    sev: ['severity', 'severidad', 'gravedad'],
    resolve: [
      'resolver',
      'resuelto',
      'resuelve',
      'resolved',
      'close',
      'closed',
      'cerrar',
      'done',
      'fixed',
      'arreglado',
    ],
    reopen: ['reabrir'],
    private: ['confidential', 'privado', 'privada', 'confidencial'],
    public: ['publico', 'publica'],
    erase: ['borrar', 'borra', 'wipe', 'delete'],
    action: ['accion', 'tarea', 'todo', 'task'],
    actions: ['acciones', 'tareas', 'todos', 'tasks'],
    postmortem: ['informe', 'retro', 'review', 'pm'],
    export: ['exportar'],
    search: ['buscar', 'find'],
    stats: ['estadisticas', 'cifras', 'figures', 'numbers'],
  },
};
