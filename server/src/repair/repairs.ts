/** Repairs of one finding: planned, carried out on a copy, judged, and offered only if they are good. */
import type { EvaluatedDeployment } from '../deployment/build.ts';
import type { RepairProposal } from '../deployment/intent.ts';
import type { FileEdits, RepairPlan } from './changes.ts';
import { planRepair, type RepairFiles } from './plan.ts';
import type { Refusal } from './verify.ts';

export interface RepairQuestion {
  readonly findingKey: string;
  /** What its rule proposes, in the order in which a person should see them. */
  readonly proposals: readonly RepairProposal[];
  readonly deployment: EvaluatedDeployment;
  readonly files: RepairFiles;
  /** Carries a plan out on a copy: why it is no repair, null if it is one. */
  readonly judge: (plan: RepairPlan) => Refusal | null;
  /** How many resources a plan changes. */
  readonly reach: (plan: RepairPlan) => number;
}

/** A repair that has been carried out on a copy and found good. */
export interface GoodRepair {
  /** Key of the finding that it mends. */
  readonly findingKey: string;
  /** Position among the proposals of the finding; with `findingKey` its identity. */
  readonly index: number;
  readonly title: string;
  readonly kind: 'safe' | 'review';
  readonly edits: readonly FileEdits[];
}

/** The repairs of a finding, and why there are no others. */
export interface RepairAnswer {
  readonly repairs: readonly GoodRepair[];
  /** Of each proposal that is no repair, why its first way is none; null if there is no place for it in the text. */
  readonly refused: readonly { readonly title: string; readonly refusal: Refusal | null }[];
}

/** Proposals of one finding that are looked at. */
const mostProposals = 16;

/** The proposals that hold what they promise, each carried out in the first way that does. */
export function verifiedRepairs(question: RepairQuestion): RepairAnswer {
  const { findingKey, proposals, deployment, files, judge, reach } = question;
  const repairs: GoodRepair[] = [];
  const refused: { readonly title: string; readonly refusal: Refusal | null }[] = [];
  proposals.slice(0, mostProposals).forEach((proposal, index) => {
    const refusals: Refusal[] = [];
    for (const plan of planRepair(proposal, deployment, files)) {
      const refusal = judge(plan);
      if (refusal === null) {
        const title = [proposal.title, ...plan.notes].join('; ') + reachText(reach(plan));
        repairs.push({ findingKey, index, title, kind: proposal.kind, edits: plan.edits });
        return;
      }
      refusals.push(refusal);
    }
    refused.push({ title: proposal.title, refusal: refusals[0] ?? null });
  });
  return { repairs, refused };
}

/** What the end of a title says of a text that decides more than one resource. */
function reachText(resources: number): string {
  return resources > 1 ? ` (changes ${resources} resources)` : '';
}
