/**
 * What the rules looked at when an entry was evaluated, so that a change is judged by those alone that see it: a rule is plain code over what it
 * looks at, so where all of that is the same, it finds the same.
 */
import { typesWithin } from '../azure/child-arrays.ts';
import {
  addLook,
  addLooks,
  contentOf,
  everyKind,
  kindOf,
  type Looking,
  type Looks,
  overlap,
} from '../deployment/looking.ts';
import { templateFrameOf } from '../evaluate/cell.ts';
import { everyCall, type WantedCalls } from '../evaluate/declaring.ts';
import type { Program } from '../evaluate/program.ts';
import type { Rule } from '../rules/rule.ts';
import { typesOf } from '../rules/rules-by-type.ts';
import type { Difference } from './changed-resources.ts';

export interface Seen {
  /** What looks are numbers of: kinds and contents of types, and calls of files. */
  readonly names: readonly string[];
  readonly byRule: ReadonlyMap<Rule, Looks>;
  /** Of each file that is called the kinds of resources in it and in what it calls, and the calls in it and in these. */
  readonly inFiles: ReadonlyMap<string, Looks>;
  /** Types of existing resources of which values read what this deployment writes of them. */
  readonly typesOfTwins: ReadonlySet<string>;
  /** Files of which others import something. */
  readonly libraries: ReadonlySet<string>;
  /** False if there may be other resources than are known. */
  readonly isClosed: boolean;
}

const callOf = (file: string): string => `call ${file}`;

export function seenIn(program: Program, looking: Looking, byRule: ReadonlyMap<Rule, Looks>): Seen {
  const inFiles = new Map<string, number[]>();
  const inFile = (file: string): number[] => {
    const known = inFiles.get(file) ?? [];
    inFiles.set(file, known);
    return known;
  };
  for (const { frame, declaration } of program.instances) {
    const found = inFile(templateFrameOf(frame).file);
    for (const type of typesWithin(declaration.type)) addLook(found, looking.number(kindOf(type)));
  }
  // What a file calls stands after the call of the file itself.
  for (const { caller, callee } of [...program.calls].reverse()) {
    const found = inFile(templateFrameOf(caller).file);
    addLooks(found, inFile(callee.file));
    addLook(found, looking.number(callOf(callee.file)));
  }
  const { unread, openLoops, libraries, evaluator } = program;
  const isClosed = unread.length === 0 && openLoops.length === 0 && !evaluator.ranOut;
  return { names: looking.names, byRule, inFiles, typesOfTwins: evaluator.typesOfTwins, libraries, isClosed };
}

/** Those of the rules that may find something else where this differs. */
export function rulesThatSee(seen: Seen, rules: readonly Rule[], { kinds, contents }: Difference): readonly Rule[] {
  const changed = new Set([...kinds, ...contents].map(contentOf));
  for (const type of kinds) changed.add(kindOf(type));
  if (kinds.size > 0) changed.add(everyKind);
  const looks = looksAt(seen, (name) => changed.has(name));
  return rules.filter((rule) => {
    const known = seen.byRule.get(rule);
    if (known !== undefined && overlap(known, looks)) return true;
    for (const type of kinds) if (typesOf(rule).has(type)) return true;
    return false;
  });
}

/** The calls that lead to some files or are inside of these, and those that hold resources of which rules look at the kind. */
export function callsSeen(seen: Seen, files: ReadonlySet<string>, rules: readonly Rule[]): WantedCalls {
  const calls = new Set([...files].map(callOf));
  const looks = looksAt(seen, (name) => calls.has(name) || rules.some((rule) => typesOf(rule).has(name)));
  for (const rule of rules) addLooks(looks, seen.byRule.get(rule) ?? []);
  const mayBeAnywhere = rules.length > 0 && !seen.isClosed;
  if (
    mayBeAnywhere ||
    overlap(
      looks,
      looksAt(seen, (name) => name === everyKind),
    )
  )
    return everyCall;
  return (file, callers) => {
    const inside = seen.inFiles.get(file);
    return inside === undefined || [file, ...callers].some((one) => files.has(one)) || overlap(inside, looks);
  };
}

function looksAt({ names }: Seen, isMeant: (name: string) => boolean): number[] {
  const looks: number[] = [];
  for (const [number, name] of names.entries()) if (isMeant(name)) addLook(looks, number);
  return looks;
}
