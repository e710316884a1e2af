/** Who carries texts and calls in the sandbox: Twilio's emulator, and a second one of our own, which is as Telnyx is. */
export const PROVIDERS = ['twilio', 'second'] as const;
export type PhoneProvider = (typeof PROVIDERS)[number];

/** How a provider fails: it answers 500, it takes things in and answers too late, or it takes them in and that was all. */
export const OUTAGES = ['errors', 'slow', 'swallows'] as const;
export type Outage = (typeof OUTAGES)[number];
