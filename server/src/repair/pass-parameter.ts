/** New parameters: in the template that reads them, and in all that call it, up to those that somebody deploys. */
import type { ModuleCall } from '../evaluate/declared.ts';
import { argumentStep } from './plan-levers.ts';
import type { Step } from './plan-set.ts';
import type { Site, Sites } from './site.ts';

/** Calls above each other that are followed. */
const mostCallsUp = 8;

/** The name of a string parameter of the template that has no value yet, or that is there already from an earlier repair. */
export function parameterNamed(
  sites: Sites,
  site: Site,
  wanted: string,
): { readonly name: string; readonly isNew: boolean } {
  const known = site.lowered.template.declarations.find(
    (declaration) => declaration.kind === 'parameter' && declaration.name.toLowerCase() === wanted.toLowerCase(),
  );
  if (known?.kind === 'parameter' && known.type.base === 'string') return { name: known.name, isNew: false };
  return { name: sites.once(`parameter ${wanted} of ${site.file}`, () => site.parameterName(wanted)), isNew: true };
}

/**
 * Declares a string parameter without a default in a template, and in those whose calls lead to it, which pass it on. Null if one of them isn't the
 * author's, or has something else of this name.
 */
export function passParameter(sites: Sites, file: string, name: string, description: string): readonly Step[] | null {
  const steps: Step[] = [];
  const declared = new Set<string>();
  const declare = (template: string, callsUp: number): boolean => {
    if (declared.has(template)) return true;
    declared.add(template);
    const site = sites.of(template);
    const isTaken = site?.lowered.template.declarations.some(
      (other) => other.name.toLowerCase() === name.toLowerCase(),
    );
    if (site === null || isTaken === true || callsUp > mostCallsUp) return false;
    steps.push((changes) => changes.in(template).declareParameter({ name, description }));
    return callsOf(sites, template).every(({ declaration, caller }) => {
      const call = { file: caller.file, node: declaration.nameNode };
      const step = argumentStep(sites, call, [name], { kind: 'parameter', name });
      if (step === null) return false;
      steps.push(step);
      return declare(caller.file, callsUp + 1);
    });
  };
  return declare(file, 0) ? steps : null;
}

/** The calls of a file in the deployment, each text once. */
function callsOf({ deployment }: Sites, file: string): readonly ModuleCall[] {
  const calls = new Map<string, ModuleCall>();
  for (const call of deployment.index.program.calls) {
    if (call.callee.file !== file || call.declaration.inline !== null) continue;
    calls.set(`${call.caller.file}#${call.declaration.nameNode}`, call);
  }
  return [...calls.values()];
}
