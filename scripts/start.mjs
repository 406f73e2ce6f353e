/**
 * `npm start`: installs when needed, builds the command line, and checks the sample workspace, or the paths after `--`, with the repairs
 * listed. Findings don't fail it; a build or a check that fails does. Runs on Node 20.
 */
import path from 'node:path';
import { installIfNeeded, root, runNode } from './toolchain.mjs';

installIfNeeded();
const built = runNode(process.execPath, [path.join(root, 'scripts', 'build.mjs'), 'cli']);
if (built !== 0) process.exit(built);

// npm runs scripts in the package's folder; paths are meant from where the person stands.
const from = process.env.INIT_CWD ?? process.cwd();
const given = process.argv.slice(2);
const sample = path.relative(from, path.join(root, 'test-fixtures', 'sample')) || '.';
const paths = given.length > 0 ? given : [sample];

const status = runNode(process.execPath, [path.join(root, 'dist', 'cli.js'), 'check', '--fixes', ...paths], {
  cwd: from,
});
console.log('\nTo see the same sample in the real editor: npm run editor');
process.exit(status === 1 ? 0 : status);
