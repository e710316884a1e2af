/** Other words for the verbs of `/keys`. */
import type { Synonyms } from '../../src/core/synonyms.ts';

export const keysSynonyms: Synonyms = {
  of: {
    status: ['estado', 'list', 'lista'],
    create: ['crear', 'new'],
    seal: ['sellar'],
    open: ['abrir'],
    fire: ['lanzar', 'disparar'],
    restore: ['restaurar'],
    rotate: ['rotar', 'renew'],
    revoke: ['revocar'],
    cancel: ['cancelar', 'abort'],
    audit: ['auditoria', 'log', 'history'],
  },
};
