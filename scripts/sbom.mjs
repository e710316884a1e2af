// What the bot is made of, as CycloneDX: `npm run sbom`, or with `--image` what is in the image. npm lists all that is
// installed, and says of some of ours that they are for development where others need them at run time too
// (@opentelemetry/api), so that the lock file decides here.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NOT_NEEDED } from './trim-modules.mjs';

/** Where the package does not say it in the words that everybody reads. */
const LICENCES = { 'dejavu-fonts-ttf': 'Bitstream-Vera' };

const nameOf = (path) => path.replace(/^.*node_modules\//, '');

/** Of the repository in `root`, with everything installed. @returns a CycloneDX document */
export function sbomOf(root, { image = false } = {}) {
  const sbom = JSON.parse(
    execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    }),
  );
  const { packages } = JSON.parse(readFileSync(`${root}/package-lock.json`, 'utf8'));
  const needed = new Set(
    Object.entries(packages)
      .filter(([path, { dev }]) => path !== '' && !dev)
      .map(([path, { version }]) => `${nameOf(path)}@${version}`)
      .filter((id) => !image || !NOT_NEEDED.some((pattern) => pattern.test(id.replace(/@[^@]*$/, '')))),
  );
  const itself = sbom.metadata.component;
  const { name } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
  const isNeeded = (ref) => needed.has(ref) || ref === itself['bom-ref'];
  return {
    ...sbom,
    metadata: { ...sbom.metadata, component: { ...itself, name } },
    components: sbom.components
      .filter((one) => isNeeded(one['bom-ref']))
      .map((one) =>
        Object.hasOwn(LICENCES, one.name)
          ? { ...one, licenses: [{ license: { id: LICENCES[one.name] } }] }
          : one,
      ),
    dependencies: sbom.dependencies
      .filter(({ ref }) => isNeeded(ref))
      .map((one) => ({ ...one, dependsOn: one.dependsOn.filter(isNeeded) })),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sbom = sbomOf(fileURLToPath(new URL('..', import.meta.url)), {
    image: process.argv.includes('--image'),
  });
  process.stdout.write(`${JSON.stringify(sbom, undefined, 2)}\n`);
}
