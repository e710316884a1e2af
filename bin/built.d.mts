export const STAMP: string;
export function digestOfSources(): string | undefined;
export function isBuilt(folder?: string): boolean;
export function buildNow(): string | undefined;
