/**
 * Photographs the sample in the real editor for the README: media/findings.png shows findings, the lightbulb's menu and the tiers.
 * `node scripts/screenshot.mjs [OTHER.vsix]` installs another extension beside ours, such as Microsoft's Bicep extension, which gives Bicep its
 * colours.
 */
import path from 'node:path';
import { installIfNeeded, requirePinnedNode, root, runNode } from './toolchain.mjs';

installIfNeeded();
const others = process.argv.slice(2).map((file) => path.resolve(process.env.INIT_CWD ?? process.cwd(), file));
process.exit(runNode(requirePinnedNode(), [path.join(root, 'test', 'editor', 'photograph.ts'), ...others]));
