/** A small event whose people all read Spanish, with something of everything and no word that is English. */
import { incident } from '../../commands/incident/command.ts';
import { keys } from '../../commands/keys/command.ts';
import { page } from '../../commands/page/command.ts';
import { rota } from '../../commands/rota/command.ts';
import { speakers } from '../../commands/speakers/command.ts';
import { put, recordFact } from '../../src/core/commit.ts';
import { rotaSettingsChanged } from '../../src/rota/domain/facts.ts';
import { defaultRota, ROTA_ID, rotaSettingsDocument } from '../../src/rota/domain/settings.ts';
import { edit, session } from '../unit/speakers/world.ts';
import { fakeEvent, fakeWorld, somebody, type World } from './fake-deps.ts';

const need = (role: string) => ({ role, people: 1, before: 15, after: 15 });

export async function speakingWorld(): Promise<World> {
  const phone = (last: number) => ({
    phone: { number: `+3460012345${last}`, verifiedAt: '2019-06-01T00:00:00Z' },
  });
  const world = await fakeWorld(
    '2019-06-05T08:00:00Z',
    [
      somebody('UORG', { name: 'Olga', language: 'es', ...phone(1) }),
      somebody('UORG2', { name: 'Ruy', language: 'es' }),
      somebody('UZOE', { name: 'Zoe', language: 'es', ...phone(2) }),
      somebody('UIVO', { name: 'Ivo', language: 'es', ...phone(3) }),
      somebody('UANY', { name: 'Ada', language: 'es' }),
    ],
    fakeEvent({
      name: 'Jornadas',
      language: 'es',
      organizers: ['UORG', 'UORG2'],
      crew: ['UZOE', 'UIVO'],
      rooms: [{ name: 'Sala', channel: 'CMAIN' }, { name: 'Patio' }],
    }),
  );
  const sessions = [
    session('S1', '2019-06-05T07:30:00Z', {
      title: 'Zumba',
      speakers: [{ id: 'r1', name: 'Íñigo' }],
      room: 'Sala',
      end: '2019-06-05T08:30:00Z',
    }),
    session('S2', '2019-06-05T09:00:00Z', {
      title: 'Ajedrez',
      speakers: [{ id: 'r2', name: 'Begoña' }],
      room: 'Sala',
    }),
    session('S3', '2019-06-05T09:00:00Z', {
      title: 'Petanca',
      speakers: [{ id: 'r3', name: 'Ramiro' }],
      room: 'Patio',
    }),
    session('S4', '2019-06-06T09:00:00Z', {
      title: 'Bolos',
      speakers: [{ id: 'r4', name: 'Maruja' }],
      room: 'Patio',
    }),
  ];
  await edit(
    world,
    sessions.map((after) => ({ before: undefined, after })),
    'UORG',
  );
  await world.store.commit({
    put: [put(rotaSettingsDocument, ROTA_ID, { ...defaultRota, needs: [need('Escenario')] })],
    facts: [
      recordFact(rotaSettingsChanged, {
        at: world.clock.now(),
        by: 'UORG',
        about: ['rota:settings'],
        data: { fields: ['needs'] },
      }),
    ],
  });
  for (const [who, command, text] of [
    ['UORG', rota, 'add Escenario in Sala 9:00-14:00 <@UZOE>'],
    ['UORG', rota, 'add Escenario in Patio 10:00-14:00 x2 <@UIVO>'],
    ['UORG', rota, 'add Mesa 15:00-19:00'],
    ['UORG', page, 'sala algo pasa'],
    ['UZOE', page, 'patio nada va'],
    ['UORG', incident, 'declare sev2 Apagón in Sala'],
    ['UORG', incident, 'action I1 <@UZOE> 2019-06-10 Otro cable'],
    ['UORG', keys, 'create llave 2 of <@UZOE> <@UIVO> <@UANY>'],
    ['UORG', speakers, 'link Begoña <@UIVO>'],
  ] as const)
    await world.type(who, command, text).catch((error: unknown) => {
      throw new Error(`${command.name} ${text}`, { cause: error });
    });
  return world;
}
