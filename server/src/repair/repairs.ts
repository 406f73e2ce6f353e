/** Repairs of one finding: planned, carried out on a copy, judged, and offered only if they are good. */
import type { EvaluatedDeployment } from '../deployment/build.ts';
import type { RepairProposal } from '../deployment/intent.ts';
import type { FileEdits } from './changes.ts';
import { planRepair, type RepairFiles } from './plan.ts';
import type { Refusal } from './verify.ts';

export interface RepairQuestion {
  readonly findingKey: string;
  /** What its rule proposes, in the order in which a person should see them. */
  readonly proposals: readonly RepairProposal[];
  readonly deployment: EvaluatedDeployment;
  readonly files: RepairFiles;
  /** Carries edits out on a copy: why they are no repair, null if they are one. */
  readonly judge: (edits: readonly FileEdits[]) => Refusal | null;
  /** How many resources edits change. */
  readonly reach: (edits: readonly FileEdits[]) => number;
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
    for (const edits of planRepair(proposal, deployment, files)) {
      const refusal = judge(edits);
      if (refusal === null) {
        const { title, kind } = proposal;
        repairs.push({ findingKey, index, title: `${title}${reachText(reach(edits))}`, kind, edits });
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
