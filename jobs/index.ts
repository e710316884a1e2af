/** The jobs, a line each. */
import type { Job } from '../src/core/job.ts';
import announceStarts from './agenda/announce-starts.ts';
import tellHeldFeed from './agenda/ask-held-feed.ts';
import askSecondOrganizer from './agenda/ask-second-organizer.ts';
import followAgenda from './agenda/follow-change.ts';
import offerOverrun from './agenda/offer-overrun.ts';
import pollFeed from './agenda/poll-feed.ts';
import postAgendaChange from './agenda/post-change.ts';
import tellCut from './agenda/tell-cut.ts';
import updateBoard from './agenda/update-board.ts';
import answerText from './callboard/answer-text.ts';
import archiveLedger from './callboard/archive-ledger.ts';
import askAboutCards from './callboard/ask-about-cards.ts';
import countCards from './callboard/count-cards.ts';
import countPromises from './callboard/count-promises.ts';
import deliverEvent from './callboard/deliver-event.ts';
import eraseArchives from './callboard/erase-archives.ts';
import eraseFacts from './callboard/erase-facts.ts';
import eveningBefore from './callboard/evening-before.ts';
import keepRetention from './callboard/keep-retention.ts';
import makeBackup from './callboard/make-backup.ts';
import publishEvents from './callboard/publish-events.ts';
import replayEvents from './callboard/replay-events.ts';
import reportEvent from './callboard/report-event.ts';
import tellEvening from './callboard/tell-evening.ts';
import tellGift from './callboard/tell-gift.ts';
import tellOrganizers from './callboard/tell-organizers.ts';
import tellPromise from './callboard/tell-promise.ts';
import textOutage from './callboard/text-outage.ts';
import watchChat from './callboard/watch-chat.ts';
import watchEventFile from './callboard/watch-event-file.ts';
import askPostmortem from './incident/ask-postmortem.ts';
import beginDrill from './incident/begin-drill.ts';
import callRemedy from './incident/call-remedy.ts';
import checkDrill from './incident/check-drill.ts';
import clearIncidentCard from './incident/clear-card.ts';
import clearErased from './incident/clear-erased.ts';
import closePrivateCard from './incident/close-private-card.ts';
import digestActions from './incident/digest-actions.ts';
import endDrill from './incident/end-drill.ts';
import eraseIncidentArchives from './incident/erase-archives.ts';
import eraseIncidentFacts from './incident/erase-facts.ts';
import expireRemedy from './incident/expire-remedy.ts';
import followCeremony from './incident/follow-ceremony.ts';
import inviteResponder from './incident/invite-responder.ts';
import nudgeIncident from './incident/nudge.ts';
import playDrillStep from './incident/play-drill-step.ts';
import postPostmortem from './incident/post-postmortem.ts';
import postIncidentUpdate from './incident/post-update.ts';
import publishPostmortem from './incident/publish-postmortem.ts';
import readRemedyBack from './incident/read-remedy-back.ts';
import remindAction from './incident/remind-action.ts';
import showRunbook from './incident/show-runbook.ts';
import tellDrillAsker from './incident/tell-drill-asker.ts';
import tellDrillScore from './incident/tell-drill-score.ts';
import tellDrillStep from './incident/tell-drill-step.ts';
import tellOwner from './incident/tell-owner.ts';
import tellResponder from './incident/tell-responder.ts';
import trackAction from './incident/track-action.ts';
import incidentCard from './incident/update-card.ts';
import updateRemedyCard from './incident/update-remedy-card.ts';
import keysTend from './keys/advance-ceremony.ts';
import keysAskToRotate from './keys/ask-to-rotate.ts';
import keysCloseCards from './keys/close-cards.ts';
import keysExpire from './keys/expire.ts';
import keysHandOver from './keys/open-modal-at-custodian.ts';
import keysReach from './keys/reach-holder.ts';
import keysReadBack from './keys/read-back.ts';
import keysShowOne from './keys/update-card.ts';
import keysShow from './keys/update-cards.ts';
import announcePage from './page/announce.ts';
import askUntested from './page/ask-untested.ts';
import checkDevice from './page/check-device.ts';
import reAsk from './page/confirm-still-handling.ts';
import tellNumbers from './page/dm-fallback-numbers.ts';
import endQuiet from './page/end-quiet.ts';
import escalatePage from './page/escalate.ts';
import expireDojo from './page/expire-dojo.ts';
import finishTest from './page/finish-test.ts';
import followLesson from './page/follow-lesson.ts';
import forgetAlerts from './page/forget-alerts.ts';
import hastenPage from './page/hasten.ts';
import judgeProvider from './page/judge-provider.ts';
import missHeartbeat from './page/miss-heartbeat.ts';
import notify from './page/notify.ts';
import openPage from './page/open.ts';
import openLesson from './page/open-lesson.ts';
import pollNotification from './page/poll-notification.ts';
import probeProvider from './page/probe-provider.ts';
import recheckPage from './page/recheck-page.ts';
import recheckPages from './page/recheck-pages.ts';
import remindUntested from './page/remind-untested.ts';
import rePage from './page/reopen-unresolved.ts';
import reportHeartbeat from './page/report-heartbeat.ts';
import sendCode from './page/send-code.ts';
import tellAsker from './page/tell-asker.ts';
import tellDojoEnded from './page/tell-dojo-ended.ts';
import tellHandover from './page/tell-handover.ts';
import tellLesson from './page/tell-lesson.ts';
import updateCard from './page/update-card.ts';
import updatePageDm from './page/update-dm.ts';
import updatePageDms from './page/update-dms.ts';
import withdrawNotification from './page/withdraw-notification.ts';
import askToCover from './rota/ask-to-cover.ts';
import checkArrival from './rota/check-arrival.ts';
import closeCoverAsk from './rota/close-cover-ask.ts';
import closeCoverAsks from './rota/close-cover-asks.ts';
import closeShift from './rota/close-shift.ts';
import coverDeadline from './rota/cover-deadline.ts';
import coverWave from './rota/cover-wave.ts';
import tellRota from './rota/notify-change.ts';
import postInvite from './rota/post-invite.ts';
import postShiftChange from './rota/post-shift-change.ts';
import readInvited from './rota/read-invited.ts';
import remindInvited from './rota/remind-invited.ts';
import remindShift from './rota/remind-shift.ts';
import settleProposals from './rota/settle-proposals.ts';
import showSwap from './rota/show-swap.ts';
import textInvitation from './rota/text-invitation.ts';
import thankVolunteers from './rota/thank-volunteers.ts';
import updateInvite from './rota/update-invite.ts';
import callSpeaker from './speakers/call.ts';
import callUnanswered from './speakers/call-unanswered.ts';
import foundSpeaker from './speakers/close-missing-speaker-page.ts';
import confirmByVoice from './speakers/confirm-by-voice.ts';
import deliverMessage from './speakers/deliver-message.ts';
import giveNumbers from './speakers/dm-speaker-numbers.ts';
import offerDelay from './speakers/offer-delay.ts';
import offerStandby from './speakers/offer-standby.ts';
import missSpeakers from './speakers/page-missing-speakers.ts';
import refreshSpeakerBoard from './speakers/refresh-board.ts';
import remindSpeaker from './speakers/remind.ts';
import remindNow from './speakers/remind-now.ts';
import tellChange from './speakers/tell-change.ts';
import tellLate from './speakers/tell-late.ts';

export const jobs: readonly Job[] = [
  callRemedy,
  readRemedyBack,
  expireRemedy,
  followCeremony,
  updateRemedyCard,
  archiveLedger,
  eraseArchives,
  eraseFacts,
  keepRetention,
  makeBackup,
  eveningBefore,
  askAboutCards,
  countCards,
  answerText,
  countPromises,
  tellGift,
  tellPromise,
  reportEvent,
  tellEvening,
  tellOrganizers,
  watchChat,
  textOutage,
  hastenPage,
  watchEventFile,
  publishEvents,
  deliverEvent,
  replayEvents,
  forgetAlerts,
  announceStarts,
  followAgenda,
  pollFeed,
  postAgendaChange,
  tellHeldFeed,
  askSecondOrganizer,
  updateBoard,
  askToCover,
  checkArrival,
  closeCoverAsk,
  closeCoverAsks,
  closeShift,
  coverDeadline,
  coverWave,
  postInvite,
  postShiftChange,
  readInvited,
  remindInvited,
  remindShift,
  settleProposals,
  showSwap,
  tellRota,
  textInvitation,
  thankVolunteers,
  updateInvite,
  deliverMessage,
  foundSpeaker,
  giveNumbers,
  missSpeakers,
  offerDelay,
  offerStandby,
  offerOverrun,
  tellCut,
  refreshSpeakerBoard,
  remindNow,
  remindSpeaker,
  tellChange,
  tellLate,
  callSpeaker,
  callUnanswered,
  confirmByVoice,
  askPostmortem,
  tellDrillAsker,
  tellDrillScore,
  tellDrillStep,
  checkDrill,
  endDrill,
  playDrillStep,
  beginDrill,
  digestActions,
  incidentCard,
  tellOwner,
  trackAction,
  clearIncidentCard,
  clearErased,
  closePrivateCard,
  eraseIncidentArchives,
  eraseIncidentFacts,
  inviteResponder,
  tellResponder,
  nudgeIncident,
  showRunbook,
  postIncidentUpdate,
  postPostmortem,
  publishPostmortem,
  keysAskToRotate,
  keysCloseCards,
  keysExpire,
  keysHandOver,
  keysReach,
  keysReadBack,
  keysShow,
  keysShowOne,
  keysTend,
  remindAction,
  announcePage,
  askUntested,
  tellDojoEnded,
  tellLesson,
  openLesson,
  followLesson,
  expireDojo,
  endQuiet,
  escalatePage,
  finishTest,
  missHeartbeat,
  reportHeartbeat,
  notify,
  openPage,
  pollNotification,
  judgeProvider,
  probeProvider,
  reAsk,
  rePage,
  recheckPage,
  recheckPages,
  remindUntested,
  sendCode,
  checkDevice,
  tellHandover,
  tellNumbers,
  tellAsker,
  updateCard,
  updatePageDm,
  updatePageDms,
  withdrawNotification,
];
