import type { Dependency } from '../../network/reachability/model.ts';

/** What an answer about the network depends on, in words that complete "This depends on ...". `labelOf` gives the name of an item by its id. */
export function dependencyText({ kind, name }: Dependency, labelOf: (id: string) => string): string {
  switch (kind) {
    case 'parameter':
      return name;
    case 'tag':
      return `the addresses of the service tag ${name}`;
    case 'onPremises':
      return `the networks behind ${labelOf(name)}`;
    case 'outside':
      return `${labelOf(name.replace(/^outside (?:.*\/)?/, ''))}, which the template does not declare`;
    case 'appliance':
      return `the appliance ${labelOf(name)}`;
    case 'address':
      return `the address of ${labelOf(name)}`;
    case 'frontend':
      return `whether a group sees the frontend of ${labelOf(name)} or the machine behind it, which is not documented`;
    case 'name':
      return `what the names ${name} stand for`;
    case 'duplicatePriority':
      return `which of the rules with priority ${name} comes first`;
    case 'loop':
      return `${name} that are not known`;
    case 'bound':
      return `more than is looked at (${name})`;
  }
}
