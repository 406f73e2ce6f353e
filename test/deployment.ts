/** For tests: the deployment of a text. */

import { buildDeployment, type EvaluatedDeployment } from '../server/src/deployment/build.ts';
import { parseArm } from '../server/src/syntax/arm/parse-arm.ts';
import { parseBicep } from '../server/src/syntax/bicep/index.ts';
import { lowerArm } from '../server/src/template/lower-arm.ts';
import { lowerBicep } from '../server/src/template/lower-bicep.ts';
import type { LoweredFile } from '../server/src/template/lowered.ts';

/** Lowers a template; a text that begins with `{` is JSON. */
export function lower(text: string): LoweredFile {
  return text.trimStart().startsWith('{') ? lowerArm(parseArm(text)) : lowerBicep(parseBicep(text), 'bicep');
}

/** Evaluates a template without its modules. */
export function deploymentOf(text: string): EvaluatedDeployment {
  return buildDeployment({ file: 'main', lowered: lower(text) });
}
