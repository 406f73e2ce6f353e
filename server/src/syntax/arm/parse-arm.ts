import type { Problem } from '../../text/problem.ts';
import { type ArmDetection, detectArm } from './detect.ts';
import type { JsonValue } from './json-node.ts';
import { readJson } from './json-reader.ts';

/** A JSON text as an ARM template or parameter file, or as neither. */
export interface ArmParse extends ArmDetection {
  readonly text: string;
  /** Null for other JSON, and for a file that is nested too deep. */
  readonly root: JsonValue | null;
  /** Codes `json-syntax` and `too-deep`. Empty for other JSON, which is nobody's business here. */
  readonly problems: readonly Problem[];
}

/** Deeper nesting is refused, so that readers of the tree may recurse. */
export const mostJsonLevels = 1000;

/**
 * Reads a template or parameter file. Comments, trailing commas, a byte order mark and strings over several lines are accepted; on syntax errors
 * the tree holds what could be understood. Other JSON is left at once, without a tree. Never throws; no recursion; linear time.
 */
export function parseArm(text: string): ArmParse {
  const detection = detectArm(text);
  if (detection.kind === 'other') return { ...detection, text, root: null, problems: [] };
  return { ...detection, text, ...readJson(text, mostJsonLevels) };
}
