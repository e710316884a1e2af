/** Textos de las guías de actuación: qué hacer, paso a paso. */
import type { runbooks as en } from '../en/runbooks.ts';

export const runbooks = {
  'incident.usage.runbook': 'qué hacer, paso a paso; con su nombre va al hilo',
  'incident.usage.runbookOf': 'pone en ese hilo la que corresponde, o la que se nombra',
  'incident.runbook.button': 'Guía: {name}',
  'incident.runbook.named': 'Guía {name}',
  'incident.runbook.start': 'Empezar en {code}',
  'incident.runbook.done': 'Hecho',
  'incident.runbook.undo': 'Deshacer',
  'incident.runbook.end': 'fin',
  'incident.runbook.doneBy': 'hecho por {by}, {at}',
  'incident.runbook.answeredBy': '{answer}: {by}, {at}',
  'incident.runbook.skipped': 'no hace falta tras esa respuesta',
  'incident.runbook.progress': '{done} de {count} {count|paso|pasos}',
  'incident.runbook.part': 'parte {part} de {parts}',
  'incident.runbook.atEnd': 'Eso era todo. Si ya ha pasado, resuélvela en la tarjeta.',
  'incident.runbook.started': 'La guía {runbook} va al hilo de {what}. Pulsa allí sus pasos.',
  'incident.runbook.isThere': 'La guía {runbook} ya está en el hilo de {what}:',
  'incident.runbook.toThread': 'Ir al hilo',
  'incident.runbook.noneYet':
    'Este evento no tiene guías. La organización las escribe en el fichero del evento (docs/organizers-incidents.md, «Runbooks»).',
  'incident.runbook.noneFits':
    'Ninguna guía corresponde a {what}. Hay: {names}. Nombra una: `/incident runbook NOMBRE`.',
  'incident.runbook.fitsNone': 'ninguna guía le corresponde por sí sola',
  'incident.runbook.several': '`{typed}` puede ser varias guías: {names}. Escribe algo más del nombre.',
  'incident.runbook.unknown': 'No hay ninguna guía `{typed}`. Hay: {names}.',
  'incident.runbook.gone': 'Esa guía ya no está. `/incident runbook` muestra las que hay.',
  'incident.runbook.noneOpen':
    'No hay ninguna incidencia abierta. La guía va al hilo de una, o de un aviso: `/incident runbook P3 NOMBRE`.',
  'incident.runbook.others': 'Otras: {names}. `/incident runbook NOMBRE` empieza una.',
  'incident.runbook.list': '{count} {count|guía|guías}',
  'incident.runbook.how':
    '`/incident runbook NOMBRE` la empieza en el hilo; `/incident runbook P3`, para un aviso.',
  'incident.line.runbookStarted': '{by} empezó la guía {runbook}',
  'incident.line.ticked': '{by} hizo el paso {step} de {runbook}: {text}',
  'incident.line.answered': '{by} respondió al paso {step} de {runbook}: {text} {answer}',
  'incident.line.unticked': '{by} deshizo el paso {step} de {runbook}: {text}',
} satisfies Record<keyof typeof en, string>;
