/** Other words for the verbs of `/speakers`. */
import type { Synonyms } from '../../src/core/synonyms.ts';

export const speakersSynonyms: Synonyms = {
  of: {
    today: ['hoy', 'board', 'tablero'],
    day: ['dia'],
    match: ['emparejar', 'proponer'],
    link: ['vincular', 'enlazar', 'vincula', 'connect'],
    unlink: ['desvincular', 'desenlazar'],
    remind: ['recordar', 'recuerda', 'reminder'],
    preview: ['previa'],
    mute: ['silenciar'],
    tell: ['avisar', 'decir', 'message'],
    here: ['aqui', 'llegue', 'llegado', 'presente', 'arrived', 'present'],
    late: ['tarde', 'retraso', 'retrasado', 'delayed'],
    help: ['socorro', 'auxilio', 'sos'],
  },
};
