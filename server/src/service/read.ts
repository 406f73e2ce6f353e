/** Reads a source file: what it is, its tree lowered, and what it asks not to be told. */
import { valueAt } from '../syntax/arm/json-node.ts';
import { parseArm } from '../syntax/arm/parse-arm.ts';
import { parseBicep } from '../syntax/bicep/index.ts';
import { lowerArm } from '../template/lower-arm.ts';
import { lowerBicep } from '../template/lower-bicep.ts';
import type { LoweredFile } from '../template/lowered.ts';
import type { Span } from '../text/span.ts';
import { damagedArm, damagedBicep } from './damage.ts';
import type { SourceFile } from './model.ts';
import { armSuppressions, bicepSuppressions, type Suppressions } from './suppressions.ts';

export interface ReadFile {
  readonly lowered: LoweredFile;
  readonly suppressions: Suppressions;
  /** True if the file says in `metadata._generator` that a tool wrote it: what it was made of is to be changed, not the file. */
  readonly isGenerated: boolean;
  /** What has a syntax error in it, declaration by declaration. */
  readonly damaged: readonly Span[];
}

/** Null if the file is neither a template nor a parameter file. Never throws. */
export function readSource(file: SourceFile): ReadFile | null {
  if (file.format === 'json') {
    const parsed = parseArm(file.text);
    if (parsed.kind === 'other') return null;
    const isGenerated = parsed.root !== null && valueAt(parsed.root, ['metadata', '_generator']) !== null;
    const lowered = lowerArm(parsed);
    return {
      lowered,
      suppressions: armSuppressions(file.text, parsed.root),
      isGenerated,
      damaged: damagedArm(parsed, lowered.problems),
    };
  }
  const parsed = parseBicep(file.text, { language: file.format });
  const lowered = lowerBicep(parsed, file.format);
  return {
    lowered,
    suppressions: bicepSuppressions(parsed),
    isGenerated: false,
    damaged: damagedBicep(parsed, lowered.problems),
  };
}
