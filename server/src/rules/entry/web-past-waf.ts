/** Web traffic of the Internet passes a web application firewall before it meets a machine; a load balancer hands it over as it is. */
import { type WebEntry, webEntries } from '../../network/claims/web-entries.ts';
import type { Rule } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { webPastWafExamples } from './web-past-waf.examples.ts';

type Entries = readonly [WebEntry, ...WebEntry[]];

const translation = 'Microsoft.Network/loadBalancers/inboundNatRules';

export const webPastWaf: Rule<Entries> = {
  id: 'web-past-waf',
  title: 'Web traffic from the Internet reaches machines through a load balancer, past every web application firewall',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [128, 129, 148],
  articles: [{ seed: 'S3', step: '3' }],
  why: `A load balancer passes packets on as they are: it neither ends TLS nor reads requests. Injections, scans and floods reach the web server
itself. The articles let HTTP and HTTPS in through an application gateway with a web application firewall or Azure Front Door only.`,
  what: `Put an application gateway with a WAF policy before the machines, or Front Door with Private Link, and give the load balancer a private
frontend.`,
  equivalents: {},
  repairs: [],
  on: ['Microsoft.Network/loadBalancers', translation],
  examples: webPastWafExamples,

  find: (resource) => {
    const [first, ...others] = webEntries(resource.deployment).filter(
      ({ source }) => source.resource.key === resource.key,
    );
    return first === undefined ? null : { certainty: 'certain', facts: [first, ...others] };
  },

  at: (resource, [{ source }]) => ({
    kind: 'value',
    resource,
    path: `${source.path === '' ? '' : `${source.path}.`}properties.frontendPort`,
  }),

  say: (_, entries) => {
    const [{ balancer, machine }] = entries;
    const ports = [...new Set(entries.map(({ port }) => String(port)))];
    const names = inWords(
      entries.map(({ name }) => name),
      'more rules',
    );
    return `${names} of ${shownName(balancer)} ${entries.length === 1 ? 'leads' : 'lead'} the Internet to ${shownName(machine)} on port ${inWords(ports, 'more')}: no web application firewall sees the requests. Let web traffic in through an application gateway with WAF or Front Door.`;
  },

  related: (_, [{ machine }]) => [{ resource: machine, message: `${shownName(machine)} is reached.` }],

  repair: () => [],
};
