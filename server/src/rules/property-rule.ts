/** Rules that demand a value of one property: find, at, say and repair follow from the demand. */
import type { RepairProposal } from '../deployment/intent.ts';
import type { Json, ResourceView } from '../deployment/view.ts';
import { decidedOr } from '../network/undecided.ts';
import type { Rule } from './rule.ts';
import { shownName } from './words/shown-name.ts';

/** What is asked of the property, and what to tell of it. */
export interface PropertyDemand {
  /** Dotted, such as `properties.minimumTlsVersion`. */
  readonly path: string;
  /** The value that meets the demand, as a repair writes it. */
  readonly wanted: string | number | boolean;
  /** True for other values that are as good; none by default. */
  readonly isMetBy?: (value: Json, resource: ResourceView) => boolean;
  /** True where what the service does without the property is as good, by its documentation. It isn't by default. */
  readonly isMetWithout?: (resource: ResourceView) => boolean;
  /** False for resources of which it isn't asked. */
  readonly concerns?: (resource: ResourceView) => boolean;
  /** What comes of the breach and what to do: plain sentences that follow the state of the property. */
  readonly consequence: string;
  readonly kind: RepairProposal['kind'];
  /** What comes of the repair, for its title: `Set x of y to z: ...`; nothing for a safe one. */
  readonly effect?: string;
}

export interface UnmetDemand {
  /** As written; null if it is not. */
  readonly value: Json;
}

type Stated = Omit<Rule<UnmetDemand>, 'find' | 'at' | 'say' | 'repair' | 'repairs'>;

/** The rule that `stated` describes, with the behaviour that the demand asks for. */
export function propertyRule(stated: Stated, demand: PropertyDemand): Rule<UnmetDemand> {
  const { path, wanted, isMetBy, isMetWithout, concerns, consequence, kind, effect } = demand;
  const property = path.replace(/^properties\./, '');
  const change = (name: string): string =>
    `Set ${property} of ${name} to ${wanted}${effect === undefined ? '' : `: ${effect}`}`;
  return {
    ...stated,
    repairs: [`Set ${property} to ${wanted}`],
    find: (resource) => {
      if (concerns !== undefined && !concerns(resource)) return null;
      const value = resource.read(path);
      if (value === null) {
        if (isMetWithout?.(resource) === true || isSetElsewhere(resource, path)) return null;
        return { certainty: resource.mayBeDeployedAgain ? 'possible' : 'certain', facts: { value } };
      }
      return isEqual(value, wanted) || isMetBy?.(value, resource) ? null : { certainty: 'certain', facts: { value } };
    },
    at: (resource) => ({ kind: 'value', resource, path }),
    say: (resource, { value }) =>
      `${property} of ${shownName(resource)} is ${value === null ? 'not set' : shown(value)}. ${consequence}`,
    repair: (resource) => [
      {
        title: change(shownName(resource)),
        kind,
        intents: [{ kind: 'set', resource: resource.key, path, value: wanted }],
      },
    ],
  };
}

/** True if the same resource is declared once more, with the property. That declaration is looked at by itself. */
export function isSetElsewhere(resource: ResourceView, path: string): boolean {
  return decidedOr(false, () => resource.otherDeclarations().some((other) => !other.omits(path)));
}

/** Azure takes values of its enumerations in any case. */
function isEqual(value: Json, wanted: Json): boolean {
  return typeof value === 'string' && typeof wanted === 'string'
    ? value.toLowerCase() === wanted.toLowerCase()
    : value === wanted;
}

function shown(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
