/** The jobs, a line each. */
import type { Job } from '../src/job.ts';
import announcePage from './announce-page.ts';
import announceStarts from './announce-starts.ts';
import askPostmortem from './ask-postmortem.ts';
import askToCover from './ask-to-cover.ts';
import askUntested from './ask-untested.ts';
import callSpeaker from './call-speaker.ts';
import callUnanswered from './call-unanswered.ts';
import checkArrival from './check-arrival.ts';
import closeCoverAsks from './close-cover-asks.ts';
import closeShift from './close-shift.ts';
import confirmByVoice from './confirm-by-voice.ts';
import coverDeadline from './cover-deadline.ts';
import coverWave from './cover-wave.ts';
import deliverMessage from './deliver-message.ts';
import digestActions from './digest-actions.ts';
import endQuiet from './end-quiet.ts';
import escalatePage from './escalate-page.ts';
import finishTest from './finish-test.ts';
import followAgenda from './follow-agenda.ts';
import foundSpeaker from './found-speaker.ts';
import giveNumbers from './give-numbers.ts';
import incidentCard from './incident-card.ts';
import keysAskToRotate from './keys-ask-to-rotate.ts';
import keysExpire from './keys-expire.ts';
import keysHandOver from './keys-hand-over.ts';
import keysReadBack from './keys-read-back.ts';
import keysShow from './keys-show.ts';
import keysTend from './keys-tend.ts';
import missSpeakers from './miss-speakers.ts';
import notify from './notify.ts';
import nudgeIncident from './nudge-incident.ts';
import offerDelay from './offer-delay.ts';
import openPage from './open-page.ts';
import pollFeed from './poll-feed.ts';
import pollNotification from './poll-notification.ts';
import postAgendaChange from './post-agenda-change.ts';
import postIncidentUpdate from './post-incident-update.ts';
import postPostmortem from './post-postmortem.ts';
import postShiftChange from './post-shift-change.ts';
import publishPostmortem from './publish-postmortem.ts';
import reAsk from './re-ask.ts';
import rePage from './re-page.ts';
import refreshSpeakerBoard from './refresh-speaker-board.ts';
import remindAction from './remind-action.ts';
import remindNow from './remind-now.ts';
import remindShift from './remind-shift.ts';
import remindSpeaker from './remind-speaker.ts';
import remindUntested from './remind-untested.ts';
import sendCode from './send-code.ts';
import settleProposals from './settle-proposals.ts';
import showSwap from './show-swap.ts';
import tellChange from './tell-change.ts';
import tellHeldFeed from './tell-held-feed.ts';
import tellLate from './tell-late.ts';
import tellNumbers from './tell-numbers.ts';
import tellOrganizers from './tell-organizers.ts';
import tellRota from './tell-rota.ts';
import thankVolunteers from './thank-volunteers.ts';
import updateBoard from './update-board.ts';
import updateCard from './update-card.ts';
import updatePageDms from './update-page-dms.ts';
import withdrawNotification from './withdraw-notification.ts';

export const jobs: readonly Job[] = [
  tellOrganizers,
  announceStarts,
  followAgenda,
  pollFeed,
  postAgendaChange,
  tellHeldFeed,
  updateBoard,
  askToCover,
  checkArrival,
  closeCoverAsks,
  closeShift,
  coverDeadline,
  coverWave,
  postShiftChange,
  remindShift,
  settleProposals,
  showSwap,
  tellRota,
  thankVolunteers,
  deliverMessage,
  foundSpeaker,
  giveNumbers,
  missSpeakers,
  offerDelay,
  refreshSpeakerBoard,
  remindNow,
  remindSpeaker,
  tellChange,
  tellLate,
  callSpeaker,
  callUnanswered,
  confirmByVoice,
  askPostmortem,
  digestActions,
  incidentCard,
  nudgeIncident,
  postIncidentUpdate,
  postPostmortem,
  publishPostmortem,
  keysAskToRotate,
  keysExpire,
  keysHandOver,
  keysReadBack,
  keysShow,
  keysTend,
  remindAction,
  announcePage,
  askUntested,
  endQuiet,
  escalatePage,
  finishTest,
  notify,
  openPage,
  pollNotification,
  reAsk,
  rePage,
  remindUntested,
  sendCode,
  tellNumbers,
  updateCard,
  updatePageDms,
  withdrawNotification,
];
