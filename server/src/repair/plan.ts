import type { Deployment } from '../deployment/deployment.ts';
import type { Intent, RepairProposal } from '../deployment/intent.ts';
import type { TextEdit } from '../text/edit.ts';
import { Changes } from './changes.ts';
import { planNetworkSecurityGroup } from './plan-network-security-group.ts';
import { planPrivateEndpoint } from './plan-private-endpoint.ts';
import { planSecurityRules } from './plan-security-rules.ts';
import { planRemove, planSet, type Step } from './plan-set.ts';
import { type Site, siteOf } from './site.ts';
import { armWriter } from './write-arm.ts';
import { bicepWriter } from './write-bicep.ts';
import type { TemplateWriter } from './writer.ts';

/** Ways of carrying out one proposal that are tried. */
const mostWays = 8;

/**
 * The ways to carry out a proposal as edits of the deployment's file, the smallest change first; none if there is no place for it. `text` is
 * the file that the deployment was made of.
 */
export function planRepair(
  proposal: RepairProposal,
  deployment: Deployment,
  text: string,
): readonly (readonly TextEdit[])[] {
  const site = siteOf(deployment);
  const writer = site === null ? null : writerFor(site, text);
  if (site === null || writer === null) return [];
  const steps = proposal.intents.map((intent) => stepsFor(site, intent));
  if (steps.length === 0 || steps.some((ways) => ways.length === 0)) return [];
  const count = Math.min(mostWays, Math.max(...steps.map((ways) => ways.length)));
  const plans: (readonly TextEdit[])[] = [];
  for (let way = 0; way < count; way++) {
    const changes = new Changes();
    for (const ways of steps) ways[Math.min(way, ways.length - 1)]?.(changes);
    const edits = changes.write(writer);
    if (edits !== null && edits.length > 0) plans.push(edits);
  }
  return plans;
}

function writerFor(site: Site, text: string): TemplateWriter | null {
  return site.language === 'bicep' ? bicepWriter(text, 'bicep') : armWriter(text);
}

function stepsFor(site: Site, intent: Intent): readonly Step[] {
  switch (intent.kind) {
    case 'set':
      return planSet(site, intent.resource, intent.path, intent.value);
    case 'remove':
      return planRemove(site, intent.resource, intent.path);
    case 'addSecurityRules':
      return planSecurityRules(site, intent.networkSecurityGroup, intent.rules);
    case 'attachNetworkSecurityGroup':
      return planNetworkSecurityGroup(site, intent.subnet, intent.rules);
    case 'addPrivateEndpoint':
      return planPrivateEndpoint(site, intent.resource, intent.groupId, intent.dnsZones);
  }
}
