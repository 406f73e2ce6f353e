/**
 * How large a template may be that Azure Resource Manager takes ("Template limits" in "Best practices for ARM templates": 4 MB after expansion,
 * 800 resources with all copies, for each deployment).
 */
import type { EvaluatedDeployment } from '../deployment/build.ts';
import { type Frame, templateFrameOf } from '../evaluate/cell.ts';
import type { Refusal } from '../repair/verify.ts';
import type { FileRecord } from './file-store.ts';

const mostBytes = 4 * 1024 * 1024;
const mostResources = 800;

/** Why a text is none that a repair may make: of Bicep only the compiled template counts, which is larger than its source. */
export function refusalOfLength({ text }: FileRecord): Refusal | null {
  // No character takes more than three bytes for each of its units.
  if (text.length * 3 <= mostBytes || new TextEncoder().encode(text).length <= mostBytes) return null;
  return { kind: 'limit', message: 'the template would have more than 4 MB' };
}

/** Why a deployment is none that a repair may make. A module is a deployment of its own. */
export function refusalOfSize({ index }: EvaluatedDeployment): Refusal | null {
  const { instances } = index.program;
  if (instances.length <= mostResources) return null;
  const counts = new Map<Frame, number>();
  for (const { frame, declaration } of instances) {
    if (declaration.existing) continue;
    const own = templateFrameOf(frame);
    const count = (counts.get(own) ?? 0) + 1;
    counts.set(own, count);
    if (count > mostResources)
      return { kind: 'limit', message: `a deployment would have more than ${mostResources} resources` };
  }
  return null;
}
