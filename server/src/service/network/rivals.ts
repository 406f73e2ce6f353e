/** How the answers of several alternatives of the conditions become one. */
import type { Decision } from '../../deployment/alternatives.ts';
import type { Answer } from '../../network/reachability/compose.ts';
import type { Protocol } from '../../network/reachability/model.ts';

interface AnswerAt {
  readonly protocol: Protocol;
  /** Destination ports from the first to before the second. */
  readonly ports: readonly [number, number];
  readonly answer: Answer;
}

/** The conditions that alternatives rest on, each once, in words. */
export function conditionsOf(trails: readonly (readonly Decision[])[]): readonly string[] {
  return [...new Set(trails.flatMap((trail) => trail.map(({ atom }) => atom.term.label)))];
}

/** The ports of a segment cut where another alternative has another answer, and whether one has. What it says nothing about is denied. */
export function cutByRivals(
  { protocol, ports: [first, end], answer }: AnswerAt,
  others: readonly (readonly AnswerAt[])[],
): readonly { readonly ports: readonly [number, number]; readonly differs: boolean }[] {
  const rivals = others.map((segments) => segments.filter((segment) => segment.protocol === protocol));
  const cuts = new Set([first, ...rivals.flat().flatMap(({ ports }) => ports)]);
  const starts = [...cuts].filter((cut) => cut >= first && cut < end).sort((a, b) => a - b);
  return starts.map((start, index) => ({
    ports: [start, starts[index + 1] ?? end],
    differs: rivals.some((rival) => {
      const other = rival.find(({ ports }) => ports[0] <= start && start < ports[1]);
      return (other?.answer ?? 'denied') !== answer;
    }),
  }));
}
