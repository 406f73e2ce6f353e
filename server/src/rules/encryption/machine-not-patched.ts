/** Machines get security updates by themselves. */
import type { ResourceView } from '../../deployment/view.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Breach, Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { isOfVendor, machineType } from './machine-terms.ts';

const windows = 'properties.osProfile.windowsConfiguration';
const linux = 'properties.osProfile.linuxConfiguration';
const modeBelow = 'patchSettings.patchMode';

interface Unpatched {
  readonly path: string;
  /** What it is set to; null if nothing is set. */
  readonly value: string | null;
  readonly wanted: string | true;
}

export const machineNotPatched: Rule<Unpatched> = {
  id: 'machine-not-patched',
  title: 'Virtual machine gets no security updates by itself',
  principle: 'assume-breach',
  severity: 'information',
  rows: [158],
  articles: [{ seed: 'S4', step: 'VM' }],
  profiles: ['iaas'],
  why: `Most break-ins use what an update would have closed. The articles ask for machines that are maintained; left to people or to what an image does, it
is forgotten somewhere.`,
  what: `Set patchMode of patchSettings to AutomaticByPlatform, or for Windows leave updates to the operating system.`,
  exceptions: ['Machines of vendors with a plan of the marketplace, which update their appliances themselves.'],
  equivalents: {},
  repairs: ['Set patchMode to AutomaticByPlatform', 'Turn on automatic updates'],
  on: [machineType],
  examples: { bad: example('ImageDefault'), good: example('AutomaticByPlatform') },

  find: (machine) => {
    if (isOfVendor(machine)) return null;
    if (!machine.omits(windows)) return unpatchedWindows(machine);
    return machine.omits(linux) ? null : unpatchedBy(machine, `${linux}.${modeBelow}`);
  },

  at: (machine, { path }) => ({ kind: 'value', resource: machine, path }),

  say: (machine, { path, value }) => {
    const field = path.slice(path.lastIndexOf('.') + 1);
    const is = value === null ? 'no patchMode' : `${field} ${value}`;
    return `${shownName(machine)} has ${is}: nothing makes sure that security updates reach it. Let the platform install them.`;
  },

  repair: (machine, { path, wanted }) => [
    {
      title: `${wanted === true ? 'Turn on automatic updates' : `Set patchMode to ${wanted}`} for ${shownName(machine)}: updates may restart it`,
      kind: 'review',
      intents: [{ kind: 'set', resource: machine.key, path, value: wanted }],
    },
  ],
};

/** Windows updates itself unless it is told not to. */
function unpatchedWindows(machine: ResourceView): Breach<Unpatched> | null {
  const updates = `${windows}.enableAutomaticUpdates`;
  if (machine.read(updates) === false)
    return { certainty: 'certain', facts: { path: updates, value: 'false', wanted: true } };
  const path = `${windows}.${modeBelow}`;
  return machine.read(path) === 'Manual' ? unpatchedBy(machine, path) : null;
}

function unpatchedBy(machine: ResourceView, path: string): Breach<Unpatched> | null {
  const mode = machine.read(path);
  if (mode === 'AutomaticByPlatform') return null;
  const value = mode === null ? null : String(mode);
  return { certainty: 'certain', facts: { path, value, wanted: 'AutomaticByPlatform' } };
}

function example(patchMode: string): Example {
  return resourcesExample({
    symbol: 'machine',
    type: machineType,
    version: '2024-07-01',
    name: 'vm-app',
    properties: {
      osProfile: {
        computerName: 'app',
        linuxConfiguration: { disablePasswordAuthentication: true, patchSettings: { patchMode } },
      },
    },
  });
}
