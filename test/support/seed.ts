/** In CI property tests repeat themselves, so that a red run is about the change; elsewhere each run tries other cases. */
import fc from 'fast-check';

if (process.env['CI']) fc.configureGlobal({ seed: 20_261_121 });
