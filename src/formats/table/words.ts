/** The words that organizers head their columns with, in the languages that they write tables in. */
import type { ColumnField } from '../../agenda/domain/parsed.ts';

/** What a table may hold besides what a person can be asked for: parts of names, the date of the end. */
export type AgendaExtra = 'endDate' | 'firstName' | 'lastName' | 'speakerId' | 'email' | 'moreSpeakers';

/** Words as they are left of a header without accents, marks and capitals, separated by commas. */
const words = (text: string): readonly string[] => text.trim().split(/\s*,\s*/);

/** The surest word first: of two columns that fit, the one with the surer word is taken. */
export const AGENDA_WORDS: Readonly<Record<ColumnField | AgendaExtra, readonly string[]>> = {
  title: words(`
    title, titel, titulo, titre, titolo, session title, talk title, event title, proposal title,
    session, talk, vortrag, charla, ponencia, presentation, subject, thema, event, veranstaltung,
    actividad, what, proposal titles, name, nombre, sessiontitle, title of session, talk name,
    title en, presentation title, paper title, titulo de la sesion, charla titulo, sesion, intitule,
    seance, topic title, programmpunkt, beitrag, agenda item, activity, class title,
    palestra, intervento, titol, tytul, tytuł, nazev, otsikko, cim, tema da palestra, talk titel, voordracht, foredrag,
    foredraget, foredrag tittel, tittel, rubrik, prezentacja, prelekcja, wystąpienie, xerrada, activitat, atividade
  `),
  date: words(`
    date, datum, fecha, start date, session date, data, jour, giorno, day, tag, dia, weekday,
    wochentag, conference day, event date, day date, dates, dia fecha, tag datum, date of session,
    datum tag, day of week,
    dag, dato, paiva, dzien, dzień, den, nap, giornata, data e ora, jornada, journee
  `),
  start: words(`
    start, start time, time start, starts, starts at, startsat, start at, begin, begins, beginn,
    anfang, inicio, hora de inicio, hora inicio, debut, heure de debut, inizio, start hour,
    start datetime, dtstart, from, von, desde, time, uhrzeit, zeit, hora, heure, ora, when,
    scheduled at, heure debut, debut heure, hora comienzo, comienzo, start end, time slot, timeslot,
    slot, times, zeitraum, horario, horaire, creneau, franja, starting time, uhrzeit von, beginnt,
    beginn uhrzeit, startzeit, begin time, start local time, schedule, start date time, session time,
    starts on, start on, event start,
    tijd, tid, tidspunkt, klokkeslett, klockslag, godzina, godz, cas, kello, aika, ido, inici, hora inici, orario, ora inizio,
    starttijd, aanvang, begintijd, starttid, poczatek, początek, od, van, das, fra, fran, från, kl, inicia, empieza, comienza
  `),
  end: words(`
    end, end time, time end, ends, ends at, endsat, end at, ende, fin, hora de fin, hora fin,
    heure de fin, fine, end hour, end datetime, dtend, until, to, bis, hasta, finish, heure fin,
    fin heure, end local time, endzeit, finish time, endet, ending time, termina, uhrzeit bis,
    end date time, final, hora final, ends on, event end,
    fim, fi, hora fi, ora fine, einde, eindtijd, slut, sluttid, slutt, koniec, do, tot, ate, til, konec, loppu, acaba, hora fim,
    hora de fim, hora de termino, termino
  `),
  duration: words(`
    duration, dauer, duracion, duree, durata, length, minutes, duration minutes, minuten, minutos,
    length minutes, scheduled duration, mins, dauer minuten, duration mins, length in minutes,
    dauer in minuten, min,
    duur, duracao, czas trwania, varighet, varaktighed, durada, kesto
  `),
  room: words(`
    room, raum, sala, salle, saal, room name, stage, buhne, escenario, aula, hall, location, venue,
    place, ort, lugar, lieu, where, rooms, locations, room location, raumname, salon, stage name,
    espacio, ubicacion, salle nom, venue name, lieu salle, hall name, raeume, place name,
    room assignment, location name, espace,
    zaal, lokaal, locatie, lokal, sal, rom, plats, sted, sala nome, miejsce, mistnost, tila, paikka, terem, lloc, espai, local,
    auditorio, luogo, stanza, aula sala, podium
  `),
  speakers: words(`
    speakers, speaker, speaker names, speaker name, persons, person, presenters, presenter, ponentes,
    ponente, referenten, referent, vortragende, teilnehmer, intervenants, relatori, authors, author,
    hosts, host, names, people, who, by, speaker s, presenter names, presenter name, presenter s,
    primary speaker, speaker full name, speakers names, intervenant, conferencier, conferenciers,
    orateur, orateurs, vortragender, sprecher, sprecherin, sprecher in, referentin, referent in,
    moderator, moderators, panelists, facilitator, facilitators, instructor, instructors, orador,
    oradores, conferenciante, conferenciantes, autor, autores, artist, artists, teacher, led by,
    host s, speaker list,
    palestrante, palestrantes, relatore, relatrice, relatori, spreker, sprekers, talare, foredragsholder, foredragsholdere,
    prelegent, prelegenci, prelegentka, prednasejici, puhuja, puhujat, eloado, ponent, ponents, docente, docenti, oratore,
    speaker 1, first speaker, presenter 1, ponente 1, referent 1, intervenant 1, speaker1
  `),
  id: words(`
    guid, uid, id, code, session id, proposal id, submission id, key, session code, talk id,
    event id, external id, identifier, event key
  `),
  subtitle: words('subtitle, untertitel, subtitulo, sous titre'),
  abstract: words(`
    abstract, summary, teaser, short description, zusammenfassung, resumen, resume, session abstract,
    talk abstract, kurzbeschreibung
  `),
  description: words(`
    description, beschreibung, descripcion, details, long description, text, content,
    session description, talk description, event description, about
  `),
  track: words(`
    track, topic, theme, stream, category, kategorie, categoria, tema, podcast, series, tracks,
    track name, topics, themes, strand, schiene, linea, parcours, session track
  `),
  kind: words(`
    kind, type, session type, talk type, format, session format, art, tipo, session kind, event type,
    talk format, typ, tipo de sesion, formato, genre, submission type, activity type, categories
  `),
  language: words('language, sprache, idioma, langue, lingua, lang, locale'),
  url: words(`
    url, link, website, page, permalink, session url, session link, details url, enlace, webseite
  `),
  status: words('status, state, estado, zustand, session status, accepted, estatus, statut'),
  endDate: words('end date, enddatum, fecha fin, fecha de fin, date de fin, date fin'),
  firstName: words(`
    first name, firstname, speaker first name, vorname, nombre de pila, prenom, given name
  `),
  lastName: words(`
    last name, lastname, speaker last name, nachname, apellido, apellidos, nom de famille, surname,
    family name
  `),
  speakerId: words('speaker id, speaker code, presenter id'),
  email: words('email, e mail, speaker email, email address, correo, mail, presenter email'),
  moreSpeakers: words(`
    additional speakers, co speakers, co speaker, other speakers, co presenters, co presenter,
    weitere sprecher, speaker 2, second speaker, secondary speakers,
    speaker2, presenter 2, ponente 2, referent 2, intervenant 2, co ponente
  `),
};
