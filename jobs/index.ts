/** The jobs, a line each. */
import type { Job } from '../src/job.ts';
import announceStarts from './announce-starts.ts';
import askToCover from './ask-to-cover.ts';
import callSpeaker from './call-speaker.ts';
import checkArrival from './check-arrival.ts';
import closeCoverAsks from './close-cover-asks.ts';
import closeShift from './close-shift.ts';
import confirmByVoice from './confirm-by-voice.ts';
import coverDeadline from './cover-deadline.ts';
import coverWave from './cover-wave.ts';
import deliverMessage from './deliver-message.ts';
import followAgenda from './follow-agenda.ts';
import foundSpeaker from './found-speaker.ts';
import giveNumbers from './give-numbers.ts';
import missSpeakers from './miss-speakers.ts';
import offerDelay from './offer-delay.ts';
import pollFeed from './poll-feed.ts';
import postAgendaChange from './post-agenda-change.ts';
import postShiftChange from './post-shift-change.ts';
import refreshSpeakerBoard from './refresh-speaker-board.ts';
import remindNow from './remind-now.ts';
import remindShift from './remind-shift.ts';
import remindSpeaker from './remind-speaker.ts';
import settleProposals from './settle-proposals.ts';
import showSwap from './show-swap.ts';
import tellChange from './tell-change.ts';
import tellHeldFeed from './tell-held-feed.ts';
import tellLate from './tell-late.ts';
import tellOrganizers from './tell-organizers.ts';
import tellRota from './tell-rota.ts';
import thankVolunteers from './thank-volunteers.ts';
import updateBoard from './update-board.ts';

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
  confirmByVoice,
];
