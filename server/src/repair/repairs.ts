/** Repairs of one finding: planned, carried out on a copy, analysed again, and offered only if they are good. */
import type { Deployment } from '../deployment/deployment.ts';
import type { RepairProposal } from '../deployment/intent.ts';
import type { Finding } from '../rules/finding.ts';
import { applyEdits, type TextEdit } from '../text/edit.ts';
import { planRepair } from './plan.ts';
import { type Checked, isGoodRepair } from './verify.ts';

export interface RepairQuestion {
  readonly finding: Finding;
  /** What its rule proposes, in the order in which a person should see them. */
  readonly proposals: readonly RepairProposal[];
  readonly deployment: Deployment;
  /** The text that the deployment was made of. */
  readonly text: string;
  /** The analysis of that text. */
  readonly before: Checked;
  /** Reads and checks a changed text in the place of the file, with the same settings. */
  readonly analyze: (text: string) => Checked;
}

/** A repair that has been carried out on a copy and found good. */
export interface GoodRepair {
  /** Key of the finding that it mends. */
  readonly findingKey: string;
  /** Position among the proposals of the finding; with `findingKey` its identity. */
  readonly index: number;
  readonly title: string;
  readonly kind: 'safe' | 'review';
  readonly edits: readonly { readonly path: string; readonly edits: readonly TextEdit[] }[];
}

/** Proposals of one finding that are looked at. */
const mostProposals = 16;

/** The proposals that hold what they promise, each carried out in the first way that does. */
export function verifiedRepairs(question: RepairQuestion): readonly GoodRepair[] {
  const { finding, deployment, text, before, analyze } = question;
  const repairs: GoodRepair[] = [];
  question.proposals.slice(0, mostProposals).forEach((proposal, index) => {
    const edits = planRepair(proposal, deployment, text).find((plan) =>
      isGoodRepair(finding, before, analyze(applyEdits(text, plan))),
    );
    if (edits === undefined) return;
    const { title, kind } = proposal;
    repairs.push({ findingKey: finding.key, index, title, kind, edits: [{ path: deployment.file, edits }] });
  });
  return repairs;
}
