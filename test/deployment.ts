/** For tests: the deployment of a text. */

import { buildDeployment, type EvaluatedDeployment } from '../server/src/deployment/build.ts';
import { parseArm } from '../server/src/syntax/arm/parse-arm.ts';
import { parseBicep } from '../server/src/syntax/bicep/index.ts';
import { lowerArm } from '../server/src/template/lower-arm.ts';
import { lowerBicep } from '../server/src/template/lower-bicep.ts';

/** Evaluates a template; a text that begins with `{` is JSON. */
export function deploymentOf(text: string): EvaluatedDeployment {
  const lowered = text.trimStart().startsWith('{') ? lowerArm(parseArm(text)) : lowerBicep(parseBicep(text), 'bicep');
  return buildDeployment('main', lowered);
}
