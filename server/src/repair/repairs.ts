/** Repairs of one finding: planned, carried out on a copy, judged, and offered only if they are good. */
import type { EvaluatedDeployment } from '../deployment/build.ts';
import type { RepairProposal } from '../deployment/intent.ts';
import type { FileEdits, RepairPlan } from './changes.ts';
import { planRepair } from './plan.ts';
import type { RepairFiles } from './site.ts';
import type { Refusal } from './verify.ts';

export interface RepairQuestion {
  readonly findingKey: string;
  /** How many resources the finding stands for. */
  readonly instances: number;
  /** What its rule proposes, in the order in which a person should see them. */
  readonly proposals: readonly RepairProposal[];
  readonly deployment: EvaluatedDeployment;
  readonly files: RepairFiles;
  /** Carries a plan out on a copy, in slices: why it is no repair, null if it is one. */
  readonly judge: (plan: RepairPlan) => Generator<undefined, Refusal | null>;
  /** True if a plan changes fewer resources than so many, in slices. */
  readonly changesFewer: (plan: RepairPlan, than: number) => Generator<undefined, boolean>;
  /** What the plan that was judged last and found good changes of the traffic; null if nothing. */
  readonly traffic: () => TrafficChange | null;
  /** How many resources that plan changes. */
  readonly reach: () => number;
  /** The other rules whose findings of the same resources are gone with the plan that was judged last. */
  readonly mended: () => ReadonlySet<string>;
}

/** Traffic that no longer passes, and that passes now, each as `web -> app TCP 443`. */
export interface TrafficChange {
  readonly closes: readonly string[];
  readonly opens: readonly string[];
  /** False if there may be more. */
  readonly isWhole: boolean;
}

/** A repair that has been carried out on a copy and found good. */
export interface GoodRepair {
  /** Key of the finding that it mends. */
  readonly findingKey: string;
  /** Tells it from the finding's other repairs, the same whenever they are asked for; with `findingKey` its identity. */
  readonly index: number;
  readonly title: string;
  readonly kind: 'safe' | 'review';
  /** All of the traffic that it changes, where the title only counts it. */
  readonly description: string | null;
  readonly edits: readonly FileEdits[];
}

/** The repairs of a finding, and why there are no others. */
export interface RepairAnswer {
  readonly repairs: readonly GoodRepair[];
  /** Of each proposal that is no repair, why it has no place, or its first way is none; null if nothing more can be said of a place. */
  readonly refused: readonly { readonly title: string; readonly refusal: Refusal | null }[];
}

/** Proposals of one finding that are looked at. */
const mostProposals = 16;

/** The proposals that hold what they promise, each carried out in the first way that does and changes nothing else, or little. */
export function* repairWork(question: RepairQuestion): Generator<undefined, RepairAnswer> {
  const { findingKey, proposals } = question;
  const repairs: GoodRepair[] = [];
  const refused: { readonly title: string; readonly refusal: Refusal | null }[] = [];
  for (const [index, proposal] of proposals.slice(0, mostProposals).entries()) {
    const { plans, obstacle } = planRepair(proposal, question.deployment, question.files);
    const choices = [...new Set(plans.map(({ choice }) => choice))];
    let firstRefusal = obstacle;
    let isGood = false;
    // A person chooses once: what is proposed next takes the likeliest choice.
    for (const [rank, choice] of choices.slice(0, index === 0 ? choices.length : 1).entries()) {
      const { good, refusal } = yield* bestWay(
        question,
        proposal,
        plans.filter((plan) => plan.choice === choice),
      );
      firstRefusal ??= refusal;
      if (good === null) continue;
      isGood = true;
      const { plan, traffic } = good;
      // Two titles for one change leave a person to guess what the difference is.
      if (repairs.some((other) => isSame(other.edits, plan.edits))) continue;
      const chosen = choice === null ? [] : [choice];
      const said = [proposal.title, ...chosen, ...good.added, ...plan.notes, ...trafficInWords(traffic)];
      repairs.push({
        findingKey,
        index: index + rank * mostProposals,
        title: said.join('; ') + reachText(good.reach),
        kind: traffic === null ? proposal.kind : 'review',
        description: descriptionOf(traffic),
        edits: plan.edits,
      });
    }
    if (!isGood) refused.push({ title: proposal.title, refusal: firstRefusal });
  }
  return { repairs, refused };
}

interface GoodWay {
  readonly plan: RepairPlan;
  /** How many resources it changes. */
  readonly reach: number;
  /** What the title adds for findings that go with it. */
  readonly added: readonly string[];
  readonly traffic: TrafficChange | null;
}

/** The first good way that changes no other resources than the finding's; else the one that changes the fewest, or why there is none. */
function* bestWay(
  { judge, changesFewer, traffic, reach, mended, instances }: RepairQuestion,
  proposal: RepairProposal,
  plans: readonly RepairPlan[],
): Generator<undefined, { readonly good: GoodWay | null; readonly refusal: Refusal | null }> {
  let best: GoodWay | null = null;
  let firstRefusal: Refusal | null = null;
  for (const plan of plans) {
    // To run the rules over all that it changes takes long: nobody asks for it of a way that is no better than one that is good.
    if (best !== null && !(yield* changesFewer(plan, best.reach))) continue;
    const refusal = yield* judge(plan);
    const gone = refusal === null ? mended() : new Set<string>();
    const isKept = (proposal.alsoMends ?? []).every((rule) => gone.has(rule));
    if (refusal !== null || !isKept) {
      firstRefusal ??= refusal ?? { kind: 'stays' };
      continue;
    }
    const resources = reach();
    const changed = traffic();
    const unsaid = proposal.opens === true || changed === null ? [] : changed.opens;
    if (unsaid.length > 0) {
      firstRefusal ??= { kind: 'opens', message: unsaid.join('; ') };
      continue;
    }
    const added = Object.entries(proposal.whenMended ?? {}).flatMap(([rule, text]) => (gone.has(rule) ? [text] : []));
    best = { plan, reach: resources, added, traffic: changed };
    if (best.reach <= instances) break;
  }
  return { good: best, refusal: firstRefusal };
}

/** What the end of a title says of a text that decides more than one resource. */
function reachText(resources: number): string {
  return resources > 1 ? ` (changes ${resources} resources)` : '';
}

function isSame(some: readonly FileEdits[], others: readonly FileEdits[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}

/** Pairs of ends that a title names. */
const mostPairs = 3;

/** What a title says of the traffic. */
function trafficInWords(traffic: TrafficChange | null): readonly string[] {
  if (traffic === null) return [];
  const list = (verb: string, flows: readonly string[]): readonly string[] => {
    if (flows.length === 0) return [];
    const shown = flows.length > mostPairs ? flows.slice(0, mostPairs - 1) : flows;
    const rest = flows.length - shown.length;
    return [`${verb} ${shown.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}`];
  };
  return [
    ...list('closes', traffic.closes),
    ...list('opens', traffic.opens),
    ...(traffic.isWhole ? [] : ['more may change']),
  ];
}

/** Null if the title names everything. */
function descriptionOf(traffic: TrafficChange | null): string | null {
  if (traffic === null || Math.max(traffic.closes.length, traffic.opens.length) <= mostPairs) return null;
  const sentence = (verb: string, flows: readonly string[]): readonly string[] =>
    flows.length === 0 ? [] : [`${verb} ${flows.join('; ')}.`];
  return [...sentence('Closes', traffic.closes), ...sentence('Opens', traffic.opens)].join(' ');
}
