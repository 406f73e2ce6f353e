import type { EvaluatedDeployment } from '../deployment/build.ts';
import type { Intent, RepairProposal } from '../deployment/intent.ts';
import { ChangeSet, type RepairPlan } from './changes.ts';
import { planElements } from './plan-elements.ts';
import { planNetworkSecurityGroup } from './plan-network-security-group.ts';
import { planPrivateEndpoint } from './plan-private-endpoint.ts';
import { planRemoveResource } from './plan-remove-resource.ts';
import { planRename } from './plan-rename.ts';
import { planResource } from './plan-resource.ts';
import { planSecurityRules } from './plan-security-rules.ts';
import { planRemove, planSet, type Step } from './plan-set.ts';
import { planWrite } from './plan-write.ts';
import { raisingSteps } from './raise-version.ts';
import { type RepairFiles, Sites } from './site.ts';
import type { Refusal } from './verify.ts';
import type { TemplateWriter } from './writer.ts';
import { writerOf } from './writers.ts';

/** Ways of carrying out one proposal that are tried. */
const mostWays = 8;

export interface PlannedRepair {
  /** Each as edits of one file or several, the smallest change first; none if there is no place for it. */
  readonly plans: readonly RepairPlan[];
  /** Why there is no place, if more can be said of it. */
  readonly obstacle: Refusal | null;
}

/** The ways to carry out a proposal. */
export function planRepair(
  proposal: RepairProposal,
  deployment: EvaluatedDeployment,
  files: RepairFiles,
): PlannedRepair {
  const sites = new Sites(deployment, files);
  const steps = proposal.intents.map((intent) => stepsFor(sites, intent));
  const raising = raisingSteps(sites, proposal.intents);
  if (raising === null || steps.length === 0 || steps.some((ways) => ways.length === 0))
    return { plans: [], obstacle: sites.obstacle };
  const count = Math.min(mostWays, Math.max(...steps.map((ways) => ways.length)));
  const plans: RepairPlan[] = [];
  for (let way = 0; way < count; way++) {
    const changes = new ChangeSet();
    for (const step of raising) step(changes);
    for (const ways of steps) ways[Math.min(way, ways.length - 1)]?.(changes);
    const plan = changes.write((file) => writerFor(sites, files, file));
    if (plan !== null && plan.edits.length > 0) plans.push(plan);
  }
  return { plans, obstacle: null };
}

function writerFor(sites: Sites, files: RepairFiles, file: string): TemplateWriter | null {
  const text = files.text(file);
  const language = sites.lowered(file)?.language;
  if (text === null || language === undefined) return null;
  return writerOf(text, language);
}

function stepsFor(sites: Sites, intent: Intent): readonly Step[] {
  switch (intent.kind) {
    case 'set':
      return planSet(sites, intent.resource, intent.path, intent.value);
    case 'rename':
      return planRename(sites, intent.resource, intent.name);
    case 'remove':
      return planRemove(sites, intent.resource, intent.path);
    case 'write':
      return planWrite(sites, intent.resource, intent.path, intent.value);
    case 'include':
      return planElements(sites, intent.resource, intent.path, intent.elements);
    case 'declare':
      return planResource(sites, intent.resource);
    case 'removeResource':
      return planRemoveResource(sites, intent.resource);
    case 'addSecurityRules':
      return planSecurityRules(sites, intent.networkSecurityGroup, intent.rules);
    case 'attachNetworkSecurityGroup':
      return planNetworkSecurityGroup(sites, intent.subnet, intent.rules);
    case 'addPrivateEndpoint':
      return planPrivateEndpoint(sites, intent.resource, intent.groupId, intent.dnsZones);
  }
}
