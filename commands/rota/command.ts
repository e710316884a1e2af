/** `/rota`: who is on, who covers, and is it fair. */
import type { Command, Verb } from '../../src/core/command.ts';
import { notUnderstood, showAll } from '../../src/core/help.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { joinNumbers, namesNumber, namesPerson } from '../../src/slack/people.ts';
import { availabilityButtons, availabilityModal, availabilityVerb } from './availability.ts';
import { rotaChangeButtons, rotaChangeModals, rotaChangeVerbs } from './change.ts';
import { contactButtons, contactModals, contactVerb } from './contact.ts';
import { copyVerb } from './copy.ts';
import { coverButtons, coverVerbs } from './cover.ts';
import { coverageButtons, coverageVerb } from './coverage.ts';
import { fairnessButtons, fairnessVerb } from './fairness.ts';
import { feedVerb, rotaExportVerb } from './feed.ts';
import { fillButtons, fillVerb } from './fill.ts';
import { generateButtons, generateVerb, needsSubmitted } from './generate.ts';
import { rotaHome } from './home.ts';
import { rotaImportSubmitted, rotaImportVerb } from './import.ts';
import { inviteButtons, inviteVerb } from './invite.ts';
import { planButtons } from './plans.ts';
import { roleButtons, roleSubmitted } from './role.ts';
import { personVerb, showButtons, showVerbs } from './show.ts';
import { signUpButtons } from './sign-up.ts';
import { swapButtons, swapVerbs } from './swap.ts';
import { rotaSynonyms } from './synonyms.ts';
import { rotaSms } from './texts.ts';

/** A person shows their shifts; anything else is not understood, and the nearest verb is named. */
const otherwise: Verb = {
  usage: { '@user': 'rota.use.person' },
  async run(call, deps) {
    const [word = ''] = joinNumbers(call.text).split(/\s/);
    if (namesPerson(word) || namesNumber(word)) return await personVerb(call, deps);
    return notUnderstood(rota, call);
  },
};

export const rota: Command = {
  name: '/rota',
  rights: RIGHTS['/rota'],
  summary: 'rota.summary',
  verbs: {
    ...showVerbs,
    ...rotaChangeVerbs,
    ...swapVerbs,
    ...coverVerbs,
    generate: generateVerb,
    import: rotaImportVerb,
    invite: inviteVerb,
    fill: fillVerb,
    copy: copyVerb,
    coverage: coverageVerb,
    fairness: fairnessVerb,
    availability: availabilityVerb,
    contact: contactVerb,
    feed: feedVerb,
    export: rotaExportVerb,
  },
  synonyms: rotaSynonyms,
  otherwise,
  buttons: {
    'rota.all': showAll(() => rota),
    ...showButtons,
    ...rotaChangeButtons,
    ...swapButtons,
    ...coverButtons,
    ...inviteButtons,
    ...signUpButtons,
    ...planButtons,
    ...coverageButtons,
    ...fairnessButtons,
    ...generateButtons,
    ...availabilityButtons,
    ...contactButtons,
    ...fillButtons,
    ...roleButtons,
  },
  modals: {
    ...rotaChangeModals,
    ...contactModals,
    'rota.needs': needsSubmitted,
    'rota.role': roleSubmitted,
    'rota.import': rotaImportSubmitted,
    'rota.availability': availabilityModal,
  },
  texts: rotaSms,
  home: rotaHome,
};
