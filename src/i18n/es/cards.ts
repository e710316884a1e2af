/** Los cromos que coleccionan los voluntarios, y qué fue del evento con ellos. */
export const cards = {
  'callboard.cards.use':
    'tus cromos: por llegar a la hora, cubrir una noche, responder enseguida y cosas así',
  'callboard.cards.use.give': 'regala uno de tus cromos a alguien',
  'callboard.cards.use.sheet': 'tus cromos para imprimir y recortar',
  'callboard.cards.use.name': 'tu nombre en tus cromos, o ninguno',
  'callboard.cards.use.off': 'ningún cromo para ti, nunca; o de nuevo',
  'callboard.cards.use.event': 'organizadores: cromos en este evento, o ninguno',

  'callboard.cards.title': 'Cromos',
  'callboard.cards.mine': 'Mis cromos',
  'callboard.cards.keep': 'Guardar mis cromos',
  'callboard.cards.never': 'Ningún cromo, nunca',
  'callboard.cards.deed.on-time': 'A la hora',
  'callboard.cards.deed.night-cover': 'Cubrió la noche',
  'callboard.cards.deed.quick-answer': 'Primera respuesta',
  'callboard.cards.deed.drill': 'Simulacro atendido',
  'callboard.cards.deed.dojo': 'Dojo terminado',
  'callboard.cards.deed.action': 'Algo ha mejorado',
  'callboard.cards.rarity.usual': 'Habitual',
  'callboard.cards.rarity.uncommon': 'Poco común',
  'callboard.cards.rarity.rare': 'Raro',
  'callboard.cards.rarity.unique': 'Único',
  'callboard.cards.alt': 'Un cromo: {card}.',

  'callboard.cards.explained':
    'Todavía no hay cromos. Llegan solos, por lo que ayuda: decir `here` antes de que empiece tu turno, cubrir a alguien en un turno de noche, ser la primera persona que responde a un aviso en menos de un minuto, responder a un simulacro, terminar el dojo, hacer a tiempo una acción de un post mortem. Un cromo es más raro cuanto más costó llenar su turno: ● muchas personas podían, ▲ pocas podían, ◆ solo moviendo a otras, ★ nadie más podía. No hay clasificación, y nunca se piden.',
  'callboard.cards.none': 'Este evento no tiene cromos. Quien organiza puede activarlos.',
  'callboard.cards.noneYet':
    'Este evento no tiene cromos. `/callboard cards event on` da a los voluntarios pequeños cromos por lo que ayuda, desde ese momento; a cada uno se le pregunta una vez si los quiere. El informe del evento dice qué fue de las noches cubiertas, las respuestas y los teléfonos probados antes y después.',
  'callboard.cards.isOff':
    'No tienes cromos, como querías; no se cuenta nada tuyo. `/callboard cards on` empieza de nuevo.',
  'callboard.cards.first': ':sparkles: *¡Gracias! Con esto te has ganado un cromo:*',
  'callboard.cards.firstHow':
    'Los cromos son pequeños recuerdos de lo que ayuda a este evento. Nadie más que tú ve los tuyos, salvo que regales uno, y no hay clasificación. Se pregunta una sola vez; `/callboard cards off` y `on` lo cambian cuando quieras.',
  'callboard.cards.undecided':
    'Tienes {count} {count|cromo|cromos} por lo que hiciste en este evento. ¿Quieres {count|guardarlo|guardarlos}?',
  'callboard.cards.kept':
    'Son tuyos. `/callboard cards` los muestra, `/callboard cards sheet` los imprime y `/callboard cards name off` quita tu nombre.',
  'callboard.cards.off':
    'Entonces, ningún cromo: los tuyos ya no están, no se cuenta ninguno y nadie vuelve a preguntar. Todo lo demás sigue igual. `/callboard cards on` empezaría de nuevo.',
  'callboard.cards.gallery': 'Tus cromos: {count}',
  'callboard.cards.next': '`/callboard cards {part}` muestra los siguientes ({part} de {parts}).',
  'callboard.cards.how':
    '`/callboard cards give CROMO @user` regala uno · `/callboard cards sheet` los imprime',
  'callboard.cards.home': ':sparkles: *Tus cromos: {count}*',
  'callboard.cards.more': 'y {count} más',
  'callboard.cards.thanks': ':sparkles: *Y estos son tus cromos ({count}):*',
  'callboard.cards.notKept':
    'De momento no guardas cromos. `/callboard cards on` guarda los tuyos; entonces se pueden regalar e imprimir.',
  'callboard.cards.giveHow': '¿Qué cromo, y a quién? `/callboard cards give C7K4Q @user`',
  'callboard.cards.noSuch':
    'No tienes ningún cromo {typed}. `/callboard cards` muestra los tuyos, cada uno con su código.',
  'callboard.cards.givenOnce': 'Ese cromo ya se regaló, y solo se regala una vez: {card}',
  'callboard.cards.toSelf': 'Ya es tuyo.',
  'callboard.cards.notTo':
    'A {person} no se le pueden dar cromos: son para el equipo que está en Slack y los acepta.',
  'callboard.cards.given': 'Regalado a {person}, con aviso: {card}',
  'callboard.cards.gift': ':gift: {from} te regala un cromo suyo:',
  'callboard.cards.named': 'Tu nombre está en tus cromos.',
  'callboard.cards.nameless': 'Tus cromos no llevan ningún nombre, estén donde estén.',
  'callboard.cards.eventOn':
    'Los cromos están activados. Desde ahora se ganan con lo que hacen los voluntarios; a cada uno se le pregunta una vez, con el primero, si los quiere. El informe del evento compara antes y después.',
  'callboard.cards.eventOff':
    'Los cromos están desactivados en este evento. Lo ganado se guarda, y vuelve con ellos.',
  'callboard.cards.eventHow': '`/callboard cards event on`, u `off`.',
  'callboard.cards.what':
    '{typed} no tiene que ver con los cromos. Hay `/callboard cards`, `give CROMO @user`, `sheet`, `name on|off`, `on` y `off`.',
  'callboard.cards.sheet':
    'Tus cromos para imprimir, solo para ti hasta las {time}:\n{url}\nCaben nueve en una página A4; activa los fondos al imprimir.',
  'callboard.cards.sheetNowhere':
    'No hay ninguna dirección en la que se pueda abrir una página tuya: falta PUBLIC_URL en la instalación.',
  'callboard.cards.sheetTitle': 'Cromos de {event}',
  'callboard.cards.sheetHow':
    'Imprime esta página en A4, con fondos, al 100 %: nueve cromos por página, del tamaño de un naipe. Recorta por las líneas discontinuas.',
  'callboard.cards.sheetEmpty': 'Ahora no hay cromos aquí.',
  'callboard.cards.sheetClosed': 'Esta dirección ya no abre nada',
  'callboard.cards.sheetAgain': '/callboard cards sheet da una nueva.',

  'callboard.cards.effect.head': 'Antes y después de los cromos, activados desde {time}',
  'callboard.cards.effect.line': '{what}: {was} antes, {is} después.',
  'callboard.cards.effect.covers': 'Turnos de noche que alguien cubrió, de los que buscaban a alguien',
  'callboard.cards.effect.answers': 'Hasta que alguien responde a un aviso, en el medio (mediana)',
  'callboard.cards.effect.phones': 'Teléfonos verificados en los que se vio llegar un mensaje o una llamada',
  'callboard.cards.effect.share': '{some} de {all}',
  'callboard.cards.effect.median': '{time} ({all} {all|aviso|avisos})',
  'callboard.cards.effect.nothing': 'ninguno',
  'callboard.cards.effect.few': '_Menos de {count} en un lado: demasiado pocos para decir nada._',
  'callboard.cards.effect.caution':
    'Los días de un evento se diferencian en más que los cromos: esto dice qué pasó, no por qué.',
  'callboard.cards.effect.from':
    'Contado desde {time}: lo anterior está en el archivo y no entra en ninguno de los dos. Los teléfonos verificados antes quedan fuera.',
} as const;
