/** New parameters: in the template that reads them, and in all that call it, up to those that somebody deploys. */
import type { FileNode } from '../deployment/deployment.ts';
import type { ModuleDeclaration } from '../template/ir.ts';
import type { Draft, ResourceHandle } from './draft.ts';
import { moduleNamed } from './embedded.ts';
import { argumentStep } from './plan-levers.ts';
import type { Step } from './plan-set.ts';
import type { Site, Sites } from './site.ts';

/** Calls above each other that are followed. */
const mostCallsUp = 8;

/** Templates to which one repair gives a parameter; where there are more, a value for all of them is no repair of one finding. */
const mostTemplates = 32;

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
  return { name: sites.once(`parameter ${wanted} of ${site.key}`, () => site.parameterName(wanted)), isNew: true };
}

/** A value that a new parameter asks for. */
export interface AskedValue {
  readonly parameter: string;
  readonly description: string;
  /** What the title calls it: `the id of its subnet`. */
  readonly title: string;
  /** How a template says the value to one of its calls, if it can. */
  readonly known?: (site: Site, call: ModuleDeclaration) => KnownValue | null;
  /** True where nobody can be asked for it, since the same text deploys it. */
  readonly mustBeKnown?: boolean;
}

export interface KnownValue {
  readonly draft: Draft;
  /** What must be deployed before. */
  readonly dependsOn: readonly ResourceHandle[];
  /** Has others give what it is made of. */
  readonly around: Step;
}

/**
 * Declares a string parameter without a default in a template, and in those whose calls lead to it, which pass it on, or the value where they can say
 * it; the title says that it asks for a value. Null if one of them isn't the author's, has something else of this name, or isn't known.
 */
export function askFor(
  sites: Sites,
  site: Site,
  { parameter, description, title, known, mustBeKnown = false }: AskedValue,
): Step | null {
  const steps: Step[] = [];
  const declared = new Set<string>();
  let deployed = 0;
  const give = (call: FileNode, draft: Draft): boolean => {
    const step = argumentStep(sites, call, [parameter], draft);
    if (step !== null) steps.push(step);
    return step !== null;
  };
  const pass = (call: FileNode, callsUp: number): boolean => {
    const caller = sites.calling(call);
    const declaration = moduleNamed(caller?.lowered.template ?? null, call.node);
    const value = caller && declaration && known?.(caller, declaration);
    if (!caller || !declaration) return false;
    if (!value) return give(call, { kind: 'parameter', name: parameter }) && declare(caller, callsUp);
    const span = caller.lowered.spans.spanOf(declaration.node);
    steps.push(value.around, (changes) => changes.in(call.file).depend(span, value.dependsOn));
    return give(call, value.draft);
  };
  const declare = (template: Site, callsUp: number): boolean => {
    if (declared.has(template.key)) return true;
    declared.add(template.key);
    const { within, file, lowered } = template;
    const isTaken = lowered.template.declarations.some(({ name }) => name.toLowerCase() === parameter.toLowerCase());
    if (isTaken || callsUp > mostCallsUp || declared.size > mostTemplates) return false;
    const place = within === null ? null : lowered.spans.spanOf(within.node);
    steps.push((changes) => changes.in(file).declareParameter({ name: parameter, description }, place));
    const calls = within === null ? sites.callsOf(file) : [{ file, node: within.nameNode }];
    if (calls === null) return false;
    if (calls.length === 0) deployed++;
    return calls.every((call) => pass(call, callsUp + 1));
  };
  if (!declare(site, 0) || (mustBeKnown && deployed > 0)) return null;
  const toAll = deployed > 1 ? ` in each of ${deployed} templates` : '';
  return (changes) => {
    for (const step of steps) step(changes);
    if (deployed === 0) return;
    changes.note(`${title} has to be given as ${parameter}${toAll}`);
    changes.ask(parameter);
  };
}
