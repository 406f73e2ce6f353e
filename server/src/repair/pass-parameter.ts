/** New parameters: in the template that reads them, and in all that call it, up to those that somebody deploys. */
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
  return { name: sites.once(`parameter ${wanted} of ${site.file}`, () => site.parameterName(wanted)), isNew: true };
}

/** A value that a new parameter asks for. */
export interface AskedValue {
  readonly parameter: string;
  readonly description: string;
  /** What the title calls it: `the id of its subnet`. */
  readonly title: string;
}

/**
 * Declares a string parameter without a default in a template, and in those whose calls lead to it, which pass it on; the title says that it asks for
 * a value. Null if one of them isn't the author's, has something else of this name, or isn't known.
 */
export function askFor(sites: Sites, file: string, { parameter: name, description, title }: AskedValue): Step | null {
  const steps: Step[] = [];
  const declared = new Set<string>();
  let deployed = 0;
  const declare = (template: string, callsUp: number): boolean => {
    if (declared.has(template)) return true;
    declared.add(template);
    const site = sites.of(template);
    const isTaken = site?.lowered.template.declarations.some(
      (other) => other.name.toLowerCase() === name.toLowerCase(),
    );
    if (site === null || isTaken === true || callsUp > mostCallsUp || declared.size > mostTemplates) return false;
    steps.push((changes) => changes.in(template).declareParameter({ name, description }));
    const calls = sites.callsOf(template);
    if (calls === null) return false;
    if (calls.length === 0) deployed++;
    return calls.every((call) => {
      const step = argumentStep(sites, call, [name], { kind: 'parameter', name });
      if (step === null) return false;
      steps.push(step);
      return declare(call.file, callsUp + 1);
    });
  };
  if (!declare(file, 0)) return null;
  const toAll = deployed > 1 ? ` in each of ${deployed} templates` : '';
  return (changes) => {
    for (const step of steps) step(changes);
    changes.note(`${title} has to be given as ${name}${toAll}`);
    changes.ask(name);
  };
}
