#!/usr/bin/env node
// The command line: runs the build where it is what the sources say (the image has nothing else), else the sources.
import { isBuilt } from './built.mjs';

if (isBuilt()) await import('../dist/src/cli.js');
else {
  const { register } = await import('tsx/esm/api');
  register();
  await import('../src/cli.ts');
}
