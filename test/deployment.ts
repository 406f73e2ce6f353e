/** For tests: the deployment of a text. */

import { type Contract, noContract, readFlowStatement } from '../server/src/config/contract.ts';
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

/** Evaluates a template without its modules, in a workspace that declares these flows, or none. */
export function deploymentOf(text: string, contract: Contract = noContract): EvaluatedDeployment {
  return buildDeployment({ file: 'main', lowered: lower(text), contract });
}

/** A contract of these flows, as the configuration file has them. */
export function contractOf(...flows: readonly string[]): Contract {
  return {
    tiers: [],
    flows: flows.map((text) => {
      const statement = readFlowStatement(text);
      if (typeof statement === 'string') throw new Error(statement);
      return statement;
    }),
  };
}
