/** Textos de los mensajes push, de la página en el móvil de cada persona voluntaria y de lo que corre allí. */
export const push = {
  'page.channel.push': 'push',
  'page.channel.ntfy': 'ntfy',
  'page.code.pushGone': 'ese dispositivo ya no recibe mensajes',
  'page.code.pushRefused': 'el servicio de push lo rechaza',
  'page.code.pushTooLarge': 'demasiado largo para un mensaje push',
  'page.code.noDevice': 'ningún dispositivo está confirmado',
  'page.contact.way.push': 'Mensaje push (móvil o navegador, sin cuenta)',
  'page.contact.way.ntfy': 'App ntfy',
  'page.contact.push':
    ':iphone: *Avisos en tu móvil sin cuenta*: {url} abre una página solo tuya. Ábrela en el móvil, o escanea el código que muestra en una pantalla grande. Quien tenga la dirección puede responder por ti: no se la des a nadie.',
  'push.title': '{code} {where}',
  'push.criticalTitle': 'CRÍTICO {code} {where}',
  'push.testTitle': '{code}: solo una prueba',
  'push.from': 'De {from}.',
  'push.pass': 'Pasarlo',
  'push.check.title': 'Callboard llega a este dispositivo',
  'push.check.body': 'Pulsa Confirmar, para que los avisos de {event} suenen aquí también.',
  'push.check.button': 'Confirmar',
  'push.over.you': '{code}: lo tienes tú',
  'push.over.other': '{code}: lo tiene {who}',
  'push.over.resolved': '{code}: ya ha terminado',
  'push.over.handed': '{code}: ahora se pregunta a otra persona',
  'push.answer.acknowledged': 'Tienes {code}. Todo lo demás se ha detenido.',
  'push.answer.passed': '{code} pasa a la siguiente persona. Gracias.',
  'push.answer.tested': 'Los avisos te llegan aquí. Eso era todo.',
  'push.answer.confirmed': 'Confirmado: desde ahora los avisos suenan aquí.',
  'push.answer.tooOften': '{code} ya ha pasado bastantes veces. Se sigue preguntando a los mismos.',
  'push.answer.end': 'Detrás de ti no hay nadie a quien pueda ir {code}.',
  'push.answer.true': '{code} ya tiene respuesta: {state}.',
  'push.answer.gone': 'Ese mensaje es demasiado viejo: ya no pertenece a ningún aviso.',
  'push.worker.kept': 'Sin conexión. Tu respuesta queda guardada y se envía en cuanto la haya.',
  'push.worker.sent': 'Enviado',
  'push.worker.unread': 'Hay algo para ti en Callboard. Ábrelo.',
  'push.page.title': 'Avisos para {name}',
  'push.page.app': 'Avisos: {event}',
  'push.page.what':
    'Cuando te necesitan en {event}, este dispositivo suena, con los botones *Lo tengo* y *Pasarlo*. Sin cuenta, sin tienda de apps, y el navegador puede estar cerrado.',
  'push.page.this': 'Este dispositivo',
  'push.page.noScript': 'Esta página necesita JavaScript y un navegador que reciba mensajes push.',
  'push.page.looking': 'Mirando qué puede este navegador …',
  'push.page.off':
    'Aquí todavía no suena. Pulsa el botón *Que suene en este dispositivo* y permite las notificaciones cuando se te pregunte.',
  'push.page.on': 'Que suene en este dispositivo',
  'push.page.waiting':
    'Te espera a ti: un primer mensaje está en camino. Pulsa *Confirmar* en él; hasta entonces no se envía nada aquí. ¿No llega en un minuto? Envíalo otra vez y mira si las notificaciones están permitidas y el móvil no está en silencio.',
  'push.page.ready': 'Listo: los avisos suenan aquí.',
  'push.page.other':
    'Este navegador se permitió para otra dirección tuya. Pulsa otra vez *Que suene en este dispositivo*.',
  'push.page.denied':
    'Las notificaciones están bloqueadas para esta página. Permítelas en los ajustes del navegador para este sitio (el signo junto a la dirección) y abre la página otra vez.',
  'push.page.unable':
    'Este navegador no recibe mensajes push. Chrome, Edge, Firefox o Safari de los últimos años sí.',
  'push.page.insecure':
    'Los mensajes push necesitan una dirección que empiece por https. Díselo a quien lleva Callboard.',
  'push.page.ios':
    'En un iPhone o iPad hace falta la pantalla de inicio: pulsa Compartir (el cuadrado con la flecha), luego *Añadir a pantalla de inicio*, abre *{event}* desde allí y pulsa *Que suene en este dispositivo*.',
  'push.page.install': 'Poner esta página en la pantalla de inicio',
  'push.page.installHow':
    'En el menú del navegador: *Añadir a pantalla de inicio* o *Instalar*. Así se abre como una app y se encuentra a las 3 de la mañana.',
  'push.page.failed':
    'Eso no ha funcionado ({why}). Inténtalo otra vez; si sigue igual, avisa a la organización.',
  'push.page.offline':
    'Sin conexión: lo que ves puede ser viejo. Lo que pulses queda guardado y se envía después.',
  'push.page.pages': 'Se te pregunta ahora',
  'push.page.none': 'Nada te espera.',
  'push.page.tests': 'Pruébalo',
  'push.page.test': 'Probar',
  'push.page.testHow': 'Suena en todos tus canales, como un aviso. A nadie más se le pregunta.',
  'push.page.testWaits':
    '{code} queda guardada, pero en este momento nadie envía avisos. Díselo a la organización.',
  'push.page.testing':
    'En camino: {code}. Pulsa Lo tengo cuando suene; en dos minutos dirá aquí qué ha llegado.',
  'push.page.tested': 'Última prueba, {time}: llegó por {reached}.',
  'push.page.testedNot': 'Última prueba, {time}: llegó por {reached}; no por {failed}.',
  'push.page.testedNone': 'Última prueba, {time}: no llegó nada.',
  'push.page.devices': 'Tus dispositivos',
  'push.page.noDevices': 'Ninguno todavía.',
  'push.page.device.ready': 'suena',
  'push.page.device.waiting': 'espera tu Confirmar',
  'push.page.device.trouble': 'el primer mensaje no salió: {why}',
  'push.page.device.stale':
    'se permitió para una clave vieja: abre esta página en él y pulsa el botón otra vez',
  'push.page.again': 'Enviar el primer mensaje otra vez',
  'push.page.remove': 'Quitar',
  'push.page.ntfy': 'Con la app ntfy',
  'push.page.ntfyHow':
    'Callboard tiene aquí un servidor ntfy. Suscríbete en la app: servidor {server}, tema {topic}.',
  'push.page.ntfyAsk':
    'Callboard tiene aquí un servidor ntfy: la app también recibe avisos, donde un navegador no puede.',
  'push.page.ntfyOn': 'Dame una dirección para la app',
  'push.page.qr': 'En otro dispositivo',
  'push.page.qrHow': 'Apunta con la cámara del móvil a este código. Es solo tuyo: no se lo enseñes a nadie.',
  'push.page.stop': 'Dejarlo',
  'push.page.stopHow':
    'Quita un dispositivo arriba, o bloquea las notificaciones de esta página en el navegador. *Terminar todo* quita todos los dispositivos y esta dirección; `/rota contact` en Slack te da otra.',
  'push.page.end': 'Terminar todo',
  'push.page.ends':
    'Termina solo dos días después del evento, el {day}: los dispositivos y esta dirección se olvidan entonces.',
  'push.page.endsUnknown':
    'Termina solo dos días después del evento: los dispositivos y esta dirección se olvidan entonces.',
  'push.page.closed': 'Esta dirección no lleva (ya) a ninguna parte',
  'push.page.closedHow':
    'Se ha sustituido, o el evento ha terminado. Pide la tuya con `/rota contact` en Slack, o a la organización.',
  'push.link.own': '{person} tiene Slack: `/rota contact` se la muestra allí, y a nadie más.',
  'push.link.nowhere': 'Desde fuera nada llega a este bot: configura `PUBLIC_URL` para los mensajes push.',
  'push.link.other':
    'La página de {person}, que no tiene Slack, para mensajes push sin cuenta: {url}\nEnvíasela y a nadie más: quien la tenga puede responder por esa persona.',
  'push.problem.tooMany': 'Es un dispositivo de más: quita uno antes.',
  'push.problem.wait': 'Se acaba de enviar: dale {seconds} segundos.',
  'push.problem.address': 'Ese servicio de push está en una dirección a la que no se envía nada.',
} as const;
