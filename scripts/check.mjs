/**
 * `npm run check`: formatting and lint, types, import borders, generated files up to date. All four run even if one fails, so that one look
 * shows everything.
 */
import path from 'node:path';
import { installIfNeeded, requirePinnedNode, root, runNode } from './toolchain.mjs';

installIfNeeded();
const node = requirePinnedNode();
const modules = path.join(root, 'node_modules');

const steps = [
  {
    name: 'format and lint',
    args: [path.join(modules, '@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', '.'],
  },
  { name: 'types', args: [path.join(modules, 'typescript', 'bin', 'tsc'), '-p', '.'] },
  { name: 'import borders', args: ['--test', '--test-reporter=dot', path.join('test', 'borders.test.ts')] },
  { name: 'generated files', args: [path.join('scripts', 'generate.ts'), '--check'] },
];

const failed = [];
for (const step of steps) {
  console.log(`check: ${step.name}`);
  if (runNode(node, step.args) !== 0) failed.push(step.name);
}
if (failed.length > 0) {
  console.error(`check failed: ${failed.join(', ')}`);
  process.exit(1);
}
console.log('check passed');
