/** The small event of the rehearsal's tests, read from its files. */
import { resolve } from 'node:path';
import type { Script } from '../../../src/sandbox/rehearsal/script.ts';
import { readScript, type ScriptFiles } from './read-script.ts';

const file = (name: string): string => resolve('test/fixtures/rehearsal', name);

export const VILLAGE: ScriptFiles = {
  event: file('village.yaml'),
  agenda: file('village-programme.csv'),
  rota: [file('village-rota.csv')],
  people: file('village-people.csv'),
};

export const village = (): Promise<Script> => readScript(VILLAGE);
