/**
 * Runs a script under the Node that node_modules brings: `node scripts/run.mjs scripts/generate.ts --check`. In a fresh clone npm's own Node
 * may be 20, which can't run TypeScript.
 */
import { installIfNeeded, requirePinnedNode, runNode } from './toolchain.mjs';

installIfNeeded();
process.exit(runNode(requirePinnedNode(), process.argv.slice(2)));
