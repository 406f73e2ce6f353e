/** Machines behind a firewall get their updates, and people their sign-in, only if it lets the names through. */
import type { ManagementName } from '../../azure/management-names.ts';
import type { Intent, RepairProposal } from '../../deployment/intent.ts';
import type { NewElement } from '../../deployment/new-resource.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { type DeniedNames, deniedNames } from '../../network/claims/management-names.ts';
import { isUnknown } from '../../network/reachability/model.ts';
import { subnetPrefixesOf } from '../../network/reading/network-prefixes.ts';
import { reachOf } from '../../network/reading/reachability.ts';
import { idOf } from '../../network/reading/source.ts';
import { enumeration } from '../../text/enumeration.ts';
import { firewallType } from '../entry/firewall-terms.ts';
import type { Rule } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { managementNamesDeniedExamples } from './management-names-denied.examples.ts';

export const managementNamesDenied: Rule<DeniedNames> = {
  id: 'management-names-denied',
  title: 'Firewall keeps Windows machines from names that they need for updates or sign-in',
  principle: 'verify-explicitly',
  severity: 'information',
  rows: [48, 49, 50, 51, 52, 53, 55, 56],
  articles: [{ seed: 'S2', step: '5' }],
  profiles: ['iaas', 'hub'],
  why: `Windows without updates grows open, and Microsoft Entra login fails where the machine can't reach it. Security groups don't know names; a firewall does, and
what it doesn't allow is lost.`,
  what: `Allow the names in an application rule. For updates and telemetry the FQDN tags WindowsUpdate and WindowsDiagnostics hold more of what is needed than the
articles list; www.msftconnecttest.com only tells Windows that it is online.`,
  equivalents: {},
  exceptions: [
    'Firewalls whose rules are not all in the deployment, or that have none there.',
    'Rules that may lead to the names by their address, and machines with a route for a service tag, which may lead past the firewall.',
    'The names of Microsoft Entra login without the extension AADLoginForWindows.',
  ],
  repairs: ['Add application rules with the names'],
  on: [firewallType],
  examples: managementNamesDeniedExamples,

  find: (firewall) => {
    const facts = deniedNames(firewall);
    return facts === null ? null : { certainty: 'certain', facts };
  },

  at: (resource) => ({ kind: 'header', resource }),

  say: (firewall, { names, machines }) =>
    `No rule of ${shownName(firewall)} lets ${inWords(machines.map(shownName), 'more')} reach ${enumeration(names.map(({ name }) => name))}, which Windows needs for its updates${names.some(({ name }) => name.startsWith('login.')) ? ' and for Microsoft Entra login' : ''}. Allow them in an application rule.`,

  related: (_, { machines }) =>
    machines.map((resource) => ({ resource, message: `${shownName(resource)} sends everything to the firewall.` })),

  repair: (firewall, facts) => addition(firewall, facts),
};

/** A rule for each protocol, behind those of a collection that allows names already. */
function addition(firewall: ResourceView, { names, subnets }: DeniedNames): readonly RepairProposal[] {
  const own = reachOf(firewall.deployment).reachability.index.firewalls.get(idOf(firewall));
  const like = own?.applicationRules.find(({ access }) => !isUnknown(access) && access === 'Allow')?.source;
  const sources = subnets.flatMap(subnetPrefixesOf).map(({ written }) => written.text);
  if (like === undefined || sources.length === 0) return [];
  const path = like.path.slice(0, like.path.lastIndexOf('.'));
  const isPolicy = !like.resource.isType(firewallType);
  const elements = (['Https', 'Http'] as const).flatMap((protocol) =>
    ruleFor(
      names.filter((name) => name.protocol === protocol),
      sources,
      isPolicy,
    ),
  );
  const intent: Intent = { kind: 'include', resource: like.resource.key, path, elements };
  return [
    {
      title: `Let ${enumeration(sources)} reach ${inWords(
        names.map(({ name }) => name),
        'more names',
      )} in ${shownName(like.resource)}`,
      kind: 'review',
      opens: true,
      intents: [intent],
    },
  ];
}

function ruleFor(
  names: readonly ManagementName[],
  sources: readonly string[],
  isPolicy: boolean,
): readonly NewElement[] {
  const [first] = names;
  if (first === undefined) return [];
  const { protocol, port } = first;
  return [
    {
      value: {
        ...(isPolicy && { ruleType: 'ApplicationRule' }),
        name: `AllowWindowsManagement${protocol}`,
        sourceAddresses: sources,
        protocols: [{ protocolType: protocol, port }],
        targetFqdns: names.map(({ name }) => name),
      },
    },
  ];
}
