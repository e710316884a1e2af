/** Other words for the verbs of `/callboard`. */
import type { Synonyms } from '../../src/core/synonyms.ts';

export const callboardSynonyms: Synonyms = {
  of: {
    status: ['estado', 'salud', 'health', 'state'],
    event: ['evento'],
    organizers: ['organizadores', 'organizer', 'organizador', 'admins'],
    crew: ['equipo', 'tripulacion', 'team', 'staff'],
    setup: ['configurar', 'preparar', 'checklist'],
    language: ['idioma', 'lengua', 'lang'],
    settings: ['ajustes', 'config'],
    hooks: ['webhooks', 'hook', 'webhook', 'ganchos'],
    board: ['tablero', 'panel', 'dashboard', 'control'],
    cards: ['cromos', 'tarjetas', 'cartas', 'card'],
    dojo: ['practica', 'entrenamiento', 'practice'],
    drill: ['simulacro'],
    export: ['exportar'],
    forget: ['olvidar', 'erase', 'borrar'],
    version: ['about'],
  },
};
