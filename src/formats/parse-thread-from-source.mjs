// Starts the parsing thread from sources: a thread does not inherit tsx on Node 20, so it registers it
// for itself before it meets the first .ts file. The built bot starts parse-thread.js directly.
import { register } from 'tsx/esm/api';

register();
await import('./parse-thread.ts');
