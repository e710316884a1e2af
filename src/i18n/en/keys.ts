/** Texts of the keys. */
export const keys = {
  // keys
  'keys.summary': 'a few dangerous keys, opened by several people together and by nobody alone.',
  'keys.usage.create': 'proposes a key set; a second organizer approves',
  'keys.usage.seal': 'seals a secret, typed in a window; takes the quorum',
  'keys.usage.open': 'asks the holders to open a sealed secret for you',
  'keys.usage.fire': 'asks the holders to fire a guarded action',
  'keys.usage.restore': 'asks the holders to undo a guarded action',
  'keys.usage.status': 'key sets, what they guard, and what is open',
  'keys.usage.statusOf': 'the file for the command line, for when Slack or Redis is down',
  'keys.usage.rotate': 'a new key for the same holders, everything sealed again',
  'keys.usage.rotateTo': 'a new key for these holders',
  'keys.usage.revoke': 'a holder’s share counts no more; rotate within a day',
  'keys.usage.cancel': 'cancels the ceremony that you opened (`cancel K4` where there are several)',
  'keys.usage.audit': 'every step, and whether the record is whole',
  'keys.drill': 'DRILL',
  'keys.reveal': 'Reveal my share',
  'keys.confirm': 'Confirm my share',
  'keys.submit': 'Submit my share',
  'keys.veto': 'Veto',
  'keys.approve': 'Approve',
  'keys.discard': 'Discard',
  'keys.redeal': 'Deal again',
  'keys.show': 'Show secret',
  'keys.more': 'More',
  'keys.cancel': 'Cancel',
  'keys.close': 'Close',
  'keys.written': 'I have written it down',
  'keys.shareTitle': 'Your share',
  'keys.shareIntro':
    'This is share *{index} of {n}* of the key set *{set}*. Any {k} of the {n} open it together. It is shown *once*: write it down now, on paper or in a password manager.',
  'keys.shareAfter':
    'Never send it to anybody, and never type it anywhere but in the windows behind `Confirm my share` and `Submit my share`. Afterwards press `Confirm my share`.',
  'keys.secretTitle': 'Opened secret',
  'keys.secretIntro': '{secret}, shown once, to you alone.',
  'keys.shareLabel': 'Your share (spaces and capitals do not matter)',
  'keys.confirmTitle': 'Confirm my share',
  'keys.confirmIntro':
    'Type your share {index} of {set} from where you wrote it down. The set works when every holder has done so.',
  'keys.submitTitle': 'Submit my share',
  'keys.submitIntro':
    'Asked by {by}: {reason}\nIt takes {need} people, each with their share of the key set {set}. Compare the digest with the card: `{digest}`',
  'keys.sealTitle': 'Seal a secret',
  'keys.sealSubmit': 'Seal',
  'keys.sealLabel': 'The secret',
  'keys.sealIntro': '{secret} will be sealed under {set}. The holders have to submit their shares for it.',
  'keys.sealReason': 'Seal the secret {secret}',
  'keys.sealEmpty': 'Type the secret.',
  'keys.sealLong': 'A secret has at most 3000 characters.',
  'keys.sealUsage':
    'Say it like this: `/keys seal streaming-key in ingress`. The secret itself is typed in a window, never here.',
  'keys.rotateReason': 'Rotate: {k} of {holders}',
  'keys.rotateUsage':
    'Say which: `/keys rotate ingress`, or with new holders `/keys rotate ingress 2 of @a @b @c`.',
  'keys.rotateHolders':
    'Too few holders of `{set}` are left for its quorum. Name the new ones: `/keys rotate {set} 2 of @a @b @c`.',
  'keys.rotateAgain':
    'What was sealed again for `{set}` needs the old shares. Press `Discard` and run `/keys rotate {set}` again; the old set works meanwhile.',
  'keys.rotating': '`{set}` is being rotated. Finish or discard that first: `/keys status`.',
  'keys.setTitle': 'Key set {set}',
  'keys.setWorks': 'Works: {k} of {n}: {holders}',
  'keys.setRevoked': 'No longer count: {holders}',
  'keys.setGone': 'Discarded.',
  'keys.setLost': 'This card is of an earlier step and does nothing any more: the newer card counts.',
  'keys.ceremonyLost':
    '{code}: *what was submitted here is lost*. The process that held this ceremony’s key is gone, and nobody can read it. It began again: a newer card asks for the shares anew.',
  'keys.setProposed': '{by} proposes {k} of {n}: {holders}',
  'keys.setRotates':
    '{by} rotates it to {k} of {n}: {holders}. The old shares work until all have confirmed.',
  'keys.setWaits': 'A second organizer has to approve.',
  'keys.setDealt': 'Each holder presses `Reveal my share`, writes it down, then `Confirm my share`.',
  'keys.share.waiting': 'has not looked at it yet',
  'keys.share.revealed': 'has seen it, not typed it back',
  'keys.share.confirmed': 'has typed it back, confirmed',
  'keys.setTampered':
    ':rotating_light: *Somebody has changed this set in the database.* It opens and fires nothing. Use the offline file.',
  'keys.setAway': ':warning: Left Slack, with a share: {holders}',
  'keys.usedOften': 'Used {uses} {uses|time|times}.',
  'keys.rotateNow': 'Rotate it: `/keys rotate {set}`. It asks {holders} for their shares.',
  'keys.rotateAfterUse':
    'The key was put together from the shares of {holders}: rotate it now, `/keys rotate {set}`.',
  'keys.anchor': 'Audit: {length} {length|step|steps}, head `{head}`',
  'keys.digest': 'Digest `{digest}`',
  'keys.count': '{got} of {need}',
  'keys.asked': 'Asked by {by}: {reason}',
  'keys.will.open': 'Open {target}',
  'keys.will.fire': 'Fire {target}',
  'keys.will.restore': 'Restore {target}',
  'keys.will.seal': 'Seal {target} in {set}',
  'keys.will.rotate': 'Rotate {target}',
  'keys.is.gathering': 'Waiting for shares until {until}. Any holder may veto.',
  'keys.is.complete': 'All shares are here. Doing it now…',
  'keys.is.called': 'Called ({detail}). Looking whether it took effect…',
  'keys.is.ready': 'Opened. {by} has five minutes to look, once.',
  'keys.is.vetoed': ':no_entry: Vetoed by {by}. Nothing happened.',
  'keys.is.cancelled': 'Cancelled by {by}. Nothing happened.',
  'keys.is.drillOver': 'The drill is over. Nothing happened.',
  'keys.is.expired': 'Expired. Nothing happened.',
  'keys.is.unseen': 'Nobody looked within five minutes; the opened copy is destroyed.',
  'keys.is.failed': ':warning: It failed ({detail}). Nothing was called.',
  'keys.is.notConfirmed':
    ':red_circle: *Not confirmed* ({detail}). The call may have arrived or not: look yourself, and ask again or use `callboard keys fire --offline`.',
  'keys.did.open': ':white_check_mark: {target} was opened and shown once.',
  'keys.did.fire': ':white_check_mark: Done: {target} is fired. Read back.',
  'keys.did.restore': ':white_check_mark: Done: {target} is restored. Read back.',
  'keys.did.seal': ':white_check_mark: {target} is sealed in {set}.',
  'keys.did.rotate':
    ':white_check_mark: New shares are dealt. The new key works when every holder has confirmed.',
  'keys.restarted':
    ':warning: The process that held this ceremony’s key is gone, and nobody can read what was submitted. Please submit again.',
  'keys.opened':
    '{code} is open: {need} holders have to submit their shares within 15 minutes. They are told in Slack, and by text and call where they have a verified number.',
  'keys.reach.text':
    '{event} keys, {code}: {what}. Asked by {by}: {reason}. In Slack, submit your share or veto, before {until}.',
  'keys.reach.call':
    'This is Callboard, for {event}. The holders of a key are asked: {what}. Asked by {by}: {reason}. Please open Slack now, and submit your share, or veto, before {until}. Never say your share to anybody on the phone.',
  'keys.counted': '{code}: your share counts, {got} of {need}.',
  'keys.vetoed': '{code} is vetoed. Nothing will happen.',
  'keys.cancelled': '{code} is cancelled.',
  'keys.proposed':
    'Proposed `{set}`. One of {others} has to approve it: on the card, or with `/keys status`.',
  'keys.proposedAlone':
    'Proposed `{set}`. A second organizer has to approve it, and you are the only one: add somebody with `/callboard organizers add @user`.',
  'keys.proposedLater':
    'Proposed `{set}`. {others} can approve it from {time}: whoever became an organizer less than a day ago approves no keys yet, unless the operator names them in `ORGANIZERS`.',
  'keys.approved': '`{set}` is approved. Each holder can now reveal their share.',
  'keys.discarded': '`{set}`: discarded.',
  'keys.confirmed': 'Right. `{set}` works when the other holders have confirmed too.',
  'keys.nowActive': 'Right, and you were the last: `{set}` works now.',
  'keys.asking':
    'One moment: another part of Callboard opens the window. If none opens within five seconds, press again.',
  'keys.dealtAgain':
    '`{set}` was dealt again, and earlier shares of this deal are void. Everybody presses `Reveal my share` again.',
  'keys.ownerGone':
    '{code}: the process that held the opened secret is gone. Ask for it again with `/keys open`.',
  'keys.windowLost':
    'The window for `{name}` did not open and what it was to show is gone. Ask an organizer to press `Deal again`, or open the secret again.',
  'keys.createUsage': 'Say it like this: `/keys create ingress 2 of @ana @bea @carl`.',
  'keys.badName': '`{typed}` is no name here: small letters, digits and hyphens, at most 40.',
  'keys.plan.too-few': 'A key set needs at least two holders.',
  'keys.plan.too-many': 'A key set has at most ten holders.',
  'keys.plan.bad-threshold': 'The number before `of` must be at least 2, and at most the number of holders.',
  'keys.plan.twice': 'Somebody is named twice. Each holder has one share.',
  'keys.plan.guest': 'A holder must be a member of this workspace with a Slack account.',
  'keys.exists': 'There is a key set `{set}` already. `/keys rotate {set}` gives it a new key.',
  'keys.noneOfThese': 'There is no `{typed}`, nor any other yet. `/keys status` shows what there is.',
  'keys.noSuch': 'There is no `{typed}`. There is: {candidates}',
  'keys.setMissing': 'No key set `{set}` has been made yet: `/keys create {set} 2 of @a @b @c`.',
  'keys.setNotReady':
    '`{set}` does not work yet: every holder has to confirm their share. See `/keys status`.',
  'keys.noNext': 'There is nothing to approve, reveal or confirm for `{set}`.',
  'keys.notApproved': 'A second organizer has to approve `{set}` first.',
  'keys.alreadyApproved': '`{set}` is approved already.',
  'keys.otherPlan':
    '`{set}` was proposed anew since you opened this: others may hold it, or another number. Look at the newer card, or at `/keys status`, and approve there.',
  'keys.secondOrganizer': 'You proposed it, so somebody else among the organizers has to approve it.',
  'keys.tooNew':
    '{person} became an organizer less than a day ago, so their word for new keys counts from {time}. Another organizer can approve it.',
  'keys.proposerTooNew':
    '{person}, who proposed it, became an organizer less than a day ago, so it can be approved from {time}. Another organizer can propose it now: `Discard` it first.',
  'keys.proposerGone':
    '{person}, who proposed it, is no organizer any more. `Discard` it, and propose it yourself.',
  'keys.alreadyRevealed':
    'Your share of `{set}` was shown already, and there is no other copy. If you do not have it, ask an organizer to press `Deal again`.',
  'keys.alreadyConfirmed': 'You have confirmed your share already.',
  'keys.alreadySubmitted': 'You have submitted your share already. Each holder counts once.',
  'keys.notHolder': 'Only organizers and the holders of `{set}` may do that.',
  'keys.vetoHolders': 'Only holders of this set may veto.',
  'keys.youAreRevoked': 'Your share of `{set}` was revoked.',
  'keys.locked':
    'Too many wrong shares: you are locked out for {minutes} more minutes. The other holders are not.',
  'keys.needsReason': 'Say what and why: `/keys {verb} NAME the reason`.',
  'keys.signsAction':
    'That secret signs the action `{action}` and is not shown to anybody. Use `/keys fire {action}`.',
  'keys.notEnough': '`{set}` has {able} holders left and this takes {need}. Rotate it with new holders.',
  'keys.sealedElsewhere': 'A secret of this name is sealed in `{set}`. Choose another name.',
  'keys.sameOpen':
    '{code} asks for the same already, and has {got} of {need}: submit there. `/keys cancel {code}` ends it.',
  'keys.noCeremony': 'There is no {code}.',
  'keys.isOver':
    '{code} is over; nothing was submitted. If it is still needed, it has to be asked for again.',
  'keys.wasVetoed': '{code} was vetoed; nothing was submitted.',
  'keys.wasExpired': '{code} has expired; nothing was submitted. Ask for it again.',
  'keys.tooLate': 'Too late: {code} is complete or over.',
  'keys.otherDigest':
    '{code} is no longer what this window shows; nothing was submitted. Close it and press `Submit my share` on the card again.',
  'keys.nothingToCancel': 'There is nothing open that you could cancel.',
  'keys.whichOne': 'Several are open: {codes}. Say which: `/keys cancel K4`.',
  'keys.nothingToShow': '{code} has nothing to show any more.',
  'keys.notYoursToSee': 'Only {by}, who asked for it, sees it.',
  'keys.revokeUsage': 'Say whom: `/keys revoke ingress @user`.',
  'keys.notAHolder': '{person} has no share of `{set}`.',
  'keys.alreadyRevoked': 'That share is revoked already.',
  'keys.revoked':
    '{person}’s share of `{set}` is refused from now on. Rotate within 24 hours: `/keys rotate {set}`.',
  'keys.revokedTooMany':
    ':warning: Fewer than {k} holders are left: `{set}` cannot be opened or rotated by them. Make a new set and seal everything again from its sources.',
  'keys.noSets': 'There is no key set yet. `/keys create ingress 2 of @ana @bea @carl` makes one.',
  'keys.nothingOfYours': 'You hold no share of any key set.',
  'keys.statusTitle': 'Key sets: {sets}. Open ceremonies: {open}.',
  'keys.seals': 'Seals: {secrets}',
  'keys.guards': 'Guards {action}: {says} (fire {fire}, restore {restore})',
  'keys.moreSets': 'There are more; `/keys status NAME` shows one.',
  'keys.offlineComment':
    'For `callboard keys … --manifest` when Slack or Redis is down. It holds no share and no key; keep it where the holders find it, and take a new one after each rotation. Key set `{set}`.',
  'keys.step.proposed': 'proposed',
  'keys.step.dealt': 'shares dealt',
  'keys.step.revealed': 'share revealed',
  'keys.step.confirmed': 'share confirmed',
  'keys.step.activated': 'key works from now on',
  'keys.step.retired': 'key retired',
  'keys.step.discarded': 'discarded',
  'keys.step.revoked': 'holder revoked',
  'keys.step.left': 'holder has left',
  'keys.step.back': 'holder is back',
  'keys.step.opened': 'ceremony opened',
  'keys.step.submitted': 'share submitted',
  'keys.step.completed': 'quorum complete',
  'keys.step.restarted': 'begun again',
  'keys.step.called': 'action called',
  'keys.step.call-failed': 'call failed',
  'keys.step.unsealed': 'secret unsealed',
  'keys.step.vetoed': 'vetoed',
  'keys.step.cancelled': 'cancelled',
  'keys.step.expired': 'expired',
  'keys.step.failed': 'failed',
  'keys.step.done': 'done',
  'keys.step.refused': 'share refused',
  'keys.step.locked': 'locked for a while',
  'keys.step.guest-refused': 'guest refused',
  'keys.step.tampered': 'set found changed',
  'keys.field.set': 'set',
  'keys.field.holders': 'holders',
  'keys.field.k': 'needed',
  'keys.field.need': 'needed',
  'keys.field.index': 'share',
  'keys.field.person': 'person',
  'keys.field.ceremony': 'ceremony',
  'keys.field.purpose': 'to',
  'keys.field.verb': 'to',
  'keys.field.target': 'of',
  'keys.field.of': 'of',
  'keys.field.reason': 'because',
  'keys.field.outcome': 'outcome',
  'keys.field.detail': 'answer',
  'keys.field.lost': 'shares lost',
  'keys.field.action': 'action',
  'keys.field.calls': 'calls',
  'keys.field.secret': 'secret',
  'keys.field.seen': 'seen',
  'keys.field.fault': 'why',
  'keys.field.why': 'why',
  'keys.auditWhole':
    ':white_check_mark: The record is whole: {length} steps, head `{head}`. Compare the head with an older card.',
  'keys.auditBroken': ':red_circle: The record is *broken* at step {at}: {why}',
  'keys.audit.changed': 'that step was changed',
  'keys.audit.missing': 'a step before it is missing, or one was put in',
  'keys.audit.unreadable': 'that step cannot be read',
  'keys.audit.cut': 'steps at the end are missing',
  'keys.shareTyped':
    ':warning: That looks like a share, and what you type there is not secret. Nothing was done with it. Tell the organizers, and rotate the key set. Type shares only in the windows behind `Confirm my share` and `Submit my share`.',
  'keys.shareWritten':
    ':warning: What you wrote looks like a share, and a message is not secret. It counts for nothing here. Delete it, tell the organizers, and rotate the key set. Type shares only in the windows behind `Confirm my share` and `Submit my share`.',
  'keys.shareTexted':
    'That looks like a share of a key, and a text is not secret. Nothing was done with it. Tell the organizers. Type shares only in the windows in Slack.',
  'keys.fault.empty': 'Type your share. It begins with CBS1.',
  'keys.fault.not-a-share':
    'That is no share of Callboard’s. One begins with CBS1 and has 86 letters and digits.',
  'keys.fault.typo':
    'There is a typing mistake in it (the checksum does not fit). Compare it letter by letter. This does not count against you.',
  'keys.fault.other-version': 'That share is of another version of Callboard.',
  'keys.fault.manifest-changed':
    'The stored key set is not the one your share was made for: somebody changed the database. Nothing was submitted, and the organizers are told. Use `callboard keys` with your manifest file.',
  'keys.fault.other-set': 'That share belongs to another key set.',
  'keys.fault.retired-set':
    'That share is of the key before the rotation. Use the new one, and destroy this.',
  'keys.fault.other-shape': 'That share does not fit this set (its k or n is another).',
  'keys.fault.not-yours': 'That share is another holder’s. Each holder submits their own.',
  'keys.fault.revoked': 'Your share was revoked.',
  'keys.fault.forged': 'That share is wrong: well written, but not one that was dealt.',
  'keys.alarmGuest':
    ':rotating_light: Keys: {person}, a guest from another workspace, tried to use them and was refused.',
  'keys.alarmLocked':
    ':rotating_light: Keys: five wrong shares from {person} within 15 minutes. They are locked out for an hour; the set is not.',
  'keys.alarmCancelled':
    ':rotating_light: Keys: {person} opened and cancelled three ceremonies within 15 minutes.',
  'keys.alarmManifest':
    ':rotating_light: Keys: the stored manifest of `{name}` was changed. Somebody has written to the database. Use the offline file.',
  'keys.alarmFailed':
    ':rotating_light: Keys: {code} failed or is not confirmed ({detail}). Look yourself, and ask again or use `callboard keys fire --offline`.',
  'keys.alarmRevoked':
    'Keys: {by} revoked the share of {person} in `{set}`. Rotate within 24 hours: `/keys rotate {set}`.',
  'keys.alarmRotate':
    'Keys: `{set}` has to be rotated within {hours} hours, because the share of {people} counts no more: `/keys rotate {set}`.',
  'keys.alarmOverdue':
    ':red_circle: Keys: the rotation of `{set}` is {hours} hours overdue: `/keys rotate {set}`.',
} as const;
