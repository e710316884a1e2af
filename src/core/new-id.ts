/** Random identifiers: 120 bits, URL-safe, without characters that people mistake for each other. */
import { randomBytes } from 'node:crypto';
import type { NewId } from './ports/clock.ts';

const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz_';

export const newId: NewId = () => Array.from(randomBytes(24), (byte) => ALPHABET[byte & 31]).join('');
