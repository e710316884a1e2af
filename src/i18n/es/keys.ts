/** Textos de las llaves. */
import type { keys as en } from '../en/keys.ts';

export const keys = {
  // keys
  'keys.summary': 'unas pocas llaves peligrosas, que abren varias personas juntas y ninguna sola.',
  'keys.usage.create': 'propone un juego de llaves; otra persona de la organización lo aprueba',
  'keys.usage.seal': 'sella un secreto, escrito en una ventana; hace falta el quórum',
  'keys.usage.open': 'pide a quienes guardan las llaves que te abran un secreto',
  'keys.usage.fire': 'pide a quienes guardan las llaves que disparen una acción',
  'keys.usage.restore': 'pide a quienes guardan las llaves que deshagan una acción',
  'keys.usage.status': 'juegos de llaves, lo que guardan y lo que está abierto',
  'keys.usage.statusOf': 'el fichero para la línea de órdenes, por si cae Slack o Redis',
  'keys.usage.rotate': 'una llave nueva para las mismas personas, todo sellado otra vez',
  'keys.usage.rotateTo': 'una llave nueva para estas personas',
  'keys.usage.revoke': 'la parte de esa persona deja de contar; rota en un día',
  'keys.usage.cancel': 'cancela la ceremonia que abriste (`cancel K4` si hay varias)',
  'keys.usage.audit': 'cada paso, y si el registro está entero',
  'keys.drill': 'SIMULACRO',
  'keys.reveal': 'Mostrar mi parte',
  'keys.confirm': 'Confirmar mi parte',
  'keys.submit': 'Entregar mi parte',
  'keys.veto': 'Vetar',
  'keys.approve': 'Aprobar',
  'keys.discard': 'Descartar',
  'keys.redeal': 'Repartir otra vez',
  'keys.show': 'Ver el secreto',
  'keys.more': 'Más',
  'keys.cancel': 'Cancelar',
  'keys.close': 'Cerrar',
  'keys.written': 'Ya la he apuntado',
  'keys.shareTitle': 'Tu parte',
  'keys.shareIntro':
    'Esta es la parte *{index} de {n}* del juego *{set}*. Entre {k} de las {n} lo abren. Se muestra *una sola vez*: apúntala ya, en papel o en un gestor de contraseñas.',
  'keys.shareAfter':
    'No se la envíes a nadie ni la escribas en ningún sitio que no sea la ventana de `Confirmar mi parte` o `Entregar mi parte`. Después pulsa `Confirmar mi parte`.',
  'keys.secretTitle': 'Secreto abierto',
  'keys.secretIntro': '{secret}, mostrado una vez y solo a ti.',
  'keys.shareLabel': 'Tu parte (espacios y mayúsculas no importan)',
  'keys.confirmTitle': 'Confirmar mi parte',
  'keys.confirmIntro':
    'Escribe tu parte {index} de {set} tal como la apuntaste. El juego funciona cuando todas las personas lo han hecho.',
  'keys.submitTitle': 'Entregar mi parte',
  'keys.submitIntro':
    'Lo pide {by}: {reason}\nHacen falta {need} personas. Compara la huella con la tarjeta: `{digest}`',
  'keys.sealTitle': 'Sellar un secreto',
  'keys.sealSubmit': 'Sellar',
  'keys.sealLabel': 'El secreto',
  'keys.sealIntro':
    '{secret} quedará sellado con {set}. Quienes guardan las llaves tienen que entregar sus partes.',
  'keys.sealReason': 'Sellar el secreto {secret}',
  'keys.sealEmpty': 'Escribe el secreto.',
  'keys.sealLong': 'Un secreto tiene como mucho 3000 caracteres.',
  'keys.sealUsage':
    'Dilo así: `/keys seal streaming-key in ingress`. El secreto se escribe en una ventana, nunca aquí.',
  'keys.rotateReason': 'Rotar: {k} de {holders}',
  'keys.rotateUsage':
    'Di cuál: `/keys rotate ingress`, o con otras personas `/keys rotate ingress 2 of @a @b @c`.',
  'keys.rotateHolders':
    'Quedan muy pocas personas en `{set}` para su quórum. Nombra a las nuevas: `/keys rotate {set} 2 of @a @b @c`.',
  'keys.rotateAgain':
    'Lo que se selló de nuevo para `{set}` necesita las partes antiguas. Pulsa `Descartar` y repite `/keys rotate {set}`; entretanto vale el juego antiguo.',
  'keys.rotating': '`{set}` se está rotando. Acaba o descarta eso primero: `/keys status`.',
  'keys.setTitle': 'Juego de llaves {set}',
  'keys.setWorks': 'Funciona: {k} de {n}: {holders}',
  'keys.setRevoked': 'Ya no cuentan: {holders}',
  'keys.setGone': 'Descartado.',
  'keys.setLost': 'Esta tarjeta es de un paso anterior y ya no hace nada: vale la más nueva.',
  'keys.ceremonyLost':
    '{code}: *lo que se entregó aquí se ha perdido*. El proceso que guardaba la llave de esta ceremonia ya no está, y nadie puede leerlo. Ha empezado de nuevo: una tarjeta más nueva vuelve a pedir las partes.',
  'keys.setProposed': '{by} propone {k} de {n}: {holders}',
  'keys.setRotates':
    '{by} lo rota a {k} de {n}: {holders}. Las partes antiguas valen hasta que todas las personas confirmen.',
  'keys.setWaits': 'Otra persona de la organización tiene que aprobarlo.',
  'keys.setDealt': 'Cada persona pulsa `Mostrar mi parte`, la apunta y luego `Confirmar mi parte`.',
  'keys.setTampered':
    ':rotating_light: *Alguien ha cambiado este conjunto en la base de datos.* No abre ni dispara nada. Usad el fichero sin conexión.',
  'keys.setAway': ':warning: Ya no están en Slack, y tienen una parte: {holders}',
  'keys.usedOften': 'Usado {uses} {uses|vez|veces}.',
  'keys.rotateNow': 'Rótalo: `/keys rotate {set}`. Pide sus partes a {holders}.',
  'keys.rotateAfterUse':
    'La llave se ha juntado con las partes de {holders}: rótala ya, `/keys rotate {set}`.',
  'keys.anchor': 'Registro: {length} pasos, cabeza `{head}`',
  'keys.digest': 'Huella `{digest}`',
  'keys.count': '{got} de {need}',
  'keys.asked': 'Lo pide {by}: {reason}',
  'keys.will.open': 'Abrir {target}',
  'keys.will.fire': 'Disparar {target}',
  'keys.will.restore': 'Restaurar {target}',
  'keys.will.seal': 'Sellar {target} en {set}',
  'keys.will.rotate': 'Rotar {target}',
  'keys.is.gathering': 'Esperando partes hasta las {until}. Cualquiera que tenga una puede vetar.',
  'keys.is.complete': 'Están todas las partes. En marcha…',
  'keys.is.called': 'Llamada hecha ({detail}). Mirando si ha tenido efecto…',
  'keys.is.ready': 'Abierto. {by} tiene cinco minutos para verlo, una vez.',
  'keys.is.vetoed': ':no_entry: Vetado por {by}. No ha pasado nada.',
  'keys.is.cancelled': 'Cancelado por {by}. No ha pasado nada.',
  'keys.is.expired': 'Caducado. No ha pasado nada.',
  'keys.is.unseen': 'Nadie lo miró en cinco minutos; la copia abierta está destruida.',
  'keys.is.failed': ':warning: Ha fallado ({detail}). No se ha llamado a nada.',
  'keys.is.notConfirmed':
    ':red_circle: *Sin confirmar* ({detail}). La llamada puede haber llegado o no: míralo, y pídelo otra vez o usa `callboard keys fire --offline`.',
  'keys.did.open': ':white_check_mark: {target} se abrió y se mostró una vez.',
  'keys.did.fire': ':white_check_mark: Hecho: {target} está disparada. Comprobado.',
  'keys.did.restore': ':white_check_mark: Hecho: {target} está restaurada. Comprobado.',
  'keys.did.seal': ':white_check_mark: {target} está sellado en {set}.',
  'keys.did.rotate':
    ':white_check_mark: Hay partes nuevas. La llave nueva vale cuando todas las personas confirmen.',
  'keys.restarted':
    ':warning: El proceso que guardaba la llave de esta ceremonia ya no está y nadie puede leer lo entregado. Entregad otra vez, por favor.',
  'keys.opened':
    '{code} está abierta: {need} personas tienen que entregar su parte en 15 minutos. Se les avisa en Slack, y por SMS y llamada si tienen un número verificado.',
  'keys.reach.text':
    'Llaves de {event}, {code}: {what}. Lo pide {by}: {reason}. En Slack, entrega tu parte o veta, antes de las {until}.',
  'keys.reach.call':
    'Soy Callboard, de {event}. Se pregunta a quienes tienen una llave: {what}. Lo pide {by}: {reason}. Abre Slack ahora, y entrega tu parte, o veta, antes de las {until}. No digas nunca tu parte por teléfono.',
  'keys.counted': '{code}: tu parte cuenta, {got} de {need}.',
  'keys.vetoed': '{code} está vetada. No pasará nada.',
  'keys.cancelled': '{code} está cancelada.',
  'keys.proposed': 'Propuesto `{set}`. Tiene que aprobarlo {others}: en la tarjeta o con `/keys status`.',
  'keys.proposedAlone':
    'Propuesto `{set}`. Lo tiene que aprobar otra persona de la organización y solo estás tú: añade a alguien con `/callboard organizers add @user`.',
  'keys.proposedLater':
    'Propuesto `{set}`. {others} podrá aprobarlo desde {time}: quien está en la organización desde hace menos de un día no aprueba llaves todavía, salvo que quien opera el sistema lo nombre en `ORGANIZERS`.',
  'keys.approved': '`{set}` está aprobado. Cada persona puede ver ya su parte.',
  'keys.discarded': '`{set}`: descartado.',
  'keys.confirmed': 'Correcto. `{set}` funcionará cuando confirmen las demás personas.',
  'keys.nowActive': 'Correcto, y eras la última persona: `{set}` ya funciona.',
  'keys.asking':
    'Un momento: otra parte de Callboard abre la ventana. Si en cinco segundos no se abre, pulsa otra vez.',
  'keys.dealtAgain':
    '`{set}` se ha repartido otra vez y las partes anteriores de este reparto no valen. Cada persona pulsa `Mostrar mi parte` de nuevo.',
  'keys.ownerGone':
    '{code}: el proceso que guardaba el secreto abierto ya no está. Pídelo otra vez con `/keys open`.',
  'keys.windowLost':
    'La ventana de `{name}` no se abrió y lo que iba a mostrar se ha perdido. Pide a la organización que pulse `Repartir otra vez`, o vuelve a abrir el secreto.',
  'keys.createUsage': 'Dilo así: `/keys create ingress 2 of @ana @bea @carl`.',
  'keys.badName': '`{typed}` no sirve de nombre: minúsculas, cifras y guiones, como mucho 40.',
  'keys.plan.too-few': 'Un juego de llaves necesita al menos dos personas.',
  'keys.plan.too-many': 'Un juego de llaves tiene como mucho diez personas.',
  'keys.plan.bad-threshold':
    'El número antes de `of` tiene que ser al menos 2 y como mucho el número de personas.',
  'keys.plan.twice': 'Hay alguien dos veces. Cada persona tiene una parte.',
  'keys.plan.guest': 'Quien tenga una parte debe ser miembro de este espacio de Slack.',
  'keys.exists': 'Ya hay un juego `{set}`. `/keys rotate {set}` le da una llave nueva.',
  'keys.noneOfThese': 'No hay ningún `{typed}`, ni ningún otro aún. `/keys status` muestra lo que hay.',
  'keys.noSuch': 'No hay `{typed}`. Hay: {candidates}',
  'keys.setMissing': 'Aún no hay juego `{set}`: `/keys create {set} 2 of @a @b @c`.',
  'keys.setNotReady':
    '`{set}` aún no funciona: cada persona tiene que confirmar su parte. Mira `/keys status`.',
  'keys.noNext': 'No hay nada que aprobar, mostrar ni confirmar en `{set}`.',
  'keys.notApproved': 'Antes tiene que aprobar `{set}` otra persona de la organización.',
  'keys.alreadyApproved': '`{set}` ya está aprobado.',
  'keys.secondOrganizer': 'Lo propusiste tú, así que lo tiene que aprobar otra persona de la organización.',
  'keys.tooNew':
    '{person} está en la organización desde hace menos de un día, y su palabra para llaves nuevas cuenta desde {time}. Puede aprobarlo otra persona de la organización.',
  'keys.proposerTooNew':
    '{person}, que lo propuso, está en la organización desde hace menos de un día, y puede aprobarse desde {time}. Otra persona puede proponerlo ya: antes pulsa `Descartar`.',
  'keys.proposerGone':
    '{person}, que lo propuso, ya no está en la organización. Pulsa `Descartar` y propónlo tú.',
  'keys.alreadyRevealed':
    'Tu parte de `{set}` ya se mostró y no hay otra copia. Si no la tienes, pide a la organización que pulse `Repartir otra vez`.',
  'keys.alreadyConfirmed': 'Ya has confirmado tu parte.',
  'keys.alreadySubmitted': 'Ya has entregado tu parte. Cada persona cuenta una vez.',
  'keys.notHolder': 'Eso solo pueden hacerlo la organización y quienes tienen una parte de `{set}`.',
  'keys.vetoHolders': 'Solo puede vetar quien tiene una parte de este juego.',
  'keys.youAreRevoked': 'Tu parte de `{set}` está revocada.',
  'keys.locked': 'Demasiadas partes erróneas: no puedes seguir en {minutes} minutos. Las demás personas sí.',
  'keys.needsReason': 'Di qué y por qué: `/keys {verb} NOMBRE el motivo`.',
  'keys.signsAction':
    'Ese secreto firma la acción `{action}` y no se muestra a nadie. Usa `/keys fire {action}`.',
  'keys.notEnough': 'A `{set}` le quedan {able} personas y hacen falta {need}. Rótalo con otras personas.',
  'keys.sealedElsewhere': 'Ya hay un secreto con ese nombre en `{set}`. Elige otro.',
  'keys.noCeremony': 'No existe {code}.',
  'keys.isOver': '{code} ha terminado; no se ha entregado nada. Si aún hace falta, hay que pedirlo otra vez.',
  'keys.wasVetoed': '{code} fue vetada; no se ha entregado nada.',
  'keys.wasExpired': '{code} ha caducado; no se ha entregado nada. Pídelo otra vez.',
  'keys.tooLate': 'Demasiado tarde: {code} está completa o ha terminado.',
  'keys.otherDigest':
    '{code} ya no es lo que muestra esta ventana; no se ha entregado nada. Ciérrala y pulsa `Entregar mi parte` en la tarjeta.',
  'keys.nothingToCancel': 'No hay nada abierto que puedas cancelar.',
  'keys.whichOne': 'Hay varias abiertas: {codes}. Di cuál: `/keys cancel K4`.',
  'keys.nothingToShow': '{code} ya no tiene nada que mostrar.',
  'keys.notYoursToSee': 'Solo lo ve {by}, que lo pidió.',
  'keys.revokeUsage': 'Di a quién: `/keys revoke ingress @user`.',
  'keys.notAHolder': '{person} no tiene parte de `{set}`.',
  'keys.alreadyRevoked': 'Esa parte ya está revocada.',
  'keys.revoked': 'La parte de {person} en `{set}` ya no vale. Rota en 24 horas: `/keys rotate {set}`.',
  'keys.revokedTooMany':
    ':warning: Quedan menos de {k} personas: ya no pueden abrir ni rotar `{set}`. Haz un juego nuevo y vuelve a sellar todo desde sus fuentes.',
  'keys.noSets': 'Aún no hay ningún juego de llaves. `/keys create ingress 2 of @ana @bea @carl` crea uno.',
  'keys.nothingOfYours': 'No tienes parte de ningún juego de llaves.',
  'keys.statusTitle': 'Juegos de llaves: {sets}. Ceremonias abiertas: {open}.',
  'keys.seals': 'Sella: {secrets}',
  'keys.guards': 'Guarda {action}: {says} (disparar {fire}, restaurar {restore})',
  'keys.moreSets': 'Hay más; `/keys status NOMBRE` muestra uno.',
  'keys.offlineComment':
    'Para `callboard keys … --manifest` si cae Slack o Redis. No contiene partes ni llaves; guárdalo donde lo encuentren quienes tienen una parte y toma otro tras cada rotación. Juego `{set}`.',
  'keys.auditWhole':
    ':white_check_mark: El registro está entero: {length} pasos, cabeza `{head}`. Compara la cabeza con una tarjeta anterior.',
  'keys.auditBroken': ':red_circle: El registro está *roto* en el paso {at}: {why}',
  'keys.audit.changed': 'ese paso se ha cambiado',
  'keys.audit.missing': 'falta un paso anterior, o sobra uno',
  'keys.audit.unreadable': 'ese paso no se puede leer',
  'keys.audit.cut': 'faltan pasos al final',
  'keys.shareTyped':
    ':warning: Eso parece una parte, y lo que se escribe tras una orden no es secreto. Avisa a la organización y rotad el juego. Escribe las partes solo en las ventanas de `Confirmar mi parte` y `Entregar mi parte`.',
  'keys.fault.empty': 'Escribe tu parte. Empieza por CBS1.',
  'keys.fault.not-a-share': 'Eso no es una parte de Callboard. Empieza por CBS1 y tiene 86 letras y cifras.',
  'keys.fault.typo':
    'Hay un error al teclear (la suma no cuadra). Compárala letra a letra. No cuenta en tu contra.',
  'keys.fault.other-version': 'Esa parte es de otra versión de Callboard.',
  'keys.fault.manifest-changed':
    'El juego guardado no es el de tu parte: alguien ha cambiado la base de datos. No se ha entregado nada y la organización está avisada. Usa `callboard keys` con tu fichero.',
  'keys.fault.other-set': 'Esa parte es de otro juego de llaves.',
  'keys.fault.retired-set': 'Esa parte es de la llave anterior a la rotación. Usa la nueva y destruye esta.',
  'keys.fault.other-shape': 'Esa parte no encaja con este juego (su k o su n es otro).',
  'keys.fault.not-yours': 'Esa parte es de otra persona. Cada cual entrega la suya.',
  'keys.fault.revoked': 'Tu parte está revocada.',
  'keys.fault.forged': 'Esa parte es falsa: bien escrita, pero no es de las que se repartieron.',
  'keys.alarmGuest':
    ':rotating_light: Llaves: {person}, de otro espacio de trabajo, intentó usarlas y no pudo.',
  'keys.alarmLocked':
    ':rotating_light: Llaves: cinco partes erróneas de {person} en 15 minutos. No puede seguir en una hora; el juego sí funciona.',
  'keys.alarmCancelled': ':rotating_light: Llaves: {person} abrió y canceló tres ceremonias en 15 minutos.',
  'keys.alarmManifest':
    ':rotating_light: Llaves: se ha cambiado el manifiesto guardado de `{name}`. Alguien ha escrito en la base de datos. Usad el fichero.',
  'keys.alarmFailed':
    ':rotating_light: Llaves: {code} ha fallado o no está confirmada ({detail}). Miradlo, y pedidlo otra vez o usad `callboard keys fire --offline`.',
  'keys.alarmRevoked':
    'Llaves: {by} ha revocado la parte de {person} en `{set}`. Rotad en 24 horas: `/keys rotate {set}`.',
  'keys.alarmRotate':
    'Llaves: hay que rotar `{set}` en {hours} horas, porque la parte de {people} ya no cuenta: `/keys rotate {set}`.',
  'keys.alarmOverdue':
    ':red_circle: Llaves: la rotación de `{set}` lleva {hours} horas de retraso: `/keys rotate {set}`.',
} satisfies Record<keyof typeof en, string>;
