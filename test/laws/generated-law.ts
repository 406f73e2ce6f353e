/** For tests: what must hold of every generated program, in Bicep and in the JSON that it is lowered to. */

import { noFiles, type TemplateFiles } from '../../server/src/evaluate/files.ts';
import { type Program, programOf } from '../../server/src/evaluate/program.ts';
import type { LoweredFile } from '../../server/src/template/lowered.ts';
import { comparePrograms } from '../conformance/compare-programs.ts';
import type { Outcome } from '../conformance/compare-values.ts';
import { type Digests, deepDigest, firstDifference } from '../deep-values.ts';
import { lower } from '../deployment.ts';
import { printArm } from '../print-arm.ts';
import { mainFile, type ProgramFiles } from './generated-programs.ts';
import { rootsOf, soundness } from './soundness.ts';

export interface Finding {
  /** The first thing that is wrong; null if nothing is. */
  readonly wrong: string | null;
  readonly outcomes: readonly Outcome[];
  readonly instances: number;
}

export const forms = ['symbolic', 'classic'] as const;

/** Evaluates a program twice, and its JSON in one of both forms; compares. What throws is wrong too. */
export function judged(files: ProgramFiles, form: (typeof forms)[number]): Finding {
  const nothing = { outcomes: [], instances: 0 };
  try {
    const bicep = evaluated(files, lower(files[mainFile] ?? ''));
    const faults = soundness(bicep);
    if (faults[0] !== undefined) return { wrong: faults[0], ...nothing };
    const difference = differenceOf(bicep, evaluated(files, lower(files[mainFile] ?? ''), { depth: 20, slice: 97 }));
    if (difference !== null) return { wrong: `evaluated twice: ${difference}`, ...nothing };
    const arm = lower(armText(files, form));
    const problem = [...arm.problems][0];
    if (problem !== undefined) return { wrong: `the JSON is wrong: ${problem.message}`, ...nothing };
    const json = evaluated(files, arm);
    const { outcomes, instances } = comparePrograms(bicep, json);
    const contradiction = outcomes.find(({ kind }) => kind === 'contradiction');
    if (contradiction === undefined) return { wrong: soundness(json)[0] ?? null, outcomes, instances };
    const { path, bicep: left, json: right } = contradiction;
    return { wrong: `${path}: ${left} in Bicep, ${right} in JSON`, outcomes, instances };
  } catch (error) {
    return { wrong: error instanceof Error ? (error.stack ?? error.message) : String(error), ...nothing };
  }
}

/** The JSON of a program. */
export function armText(files: ProgramFiles, form: (typeof forms)[number]): string {
  const templateAt = (path: string) => lower(files[path] ?? '').template;
  return printArm(templateAt(mainFile), templateAt, { classic: form === 'classic' });
}

function evaluated(files: ProgramFiles, lowered: LoweredFile, slices = {}): Program {
  const load: TemplateFiles['load'] = (_, path) => {
    const text = files[path];
    if (text === undefined) return { kind: 'missing', reason: 'it is not there', problem: null };
    return { file: path, lowered: lower(text) };
  };
  return programOf({ file: mainFile, lowered, files: { ...noFiles, load }, slices });
}

function differenceOf(one: Program, other: Program): string | null {
  const [digests, found]: [Digests, Digests] = [new Map(), new Map()];
  const counterparts = rootsOf(other);
  for (const cell of [...counterparts.values()].reverse()) deepDigest(other.evaluator, cell, found);
  for (const [name, cell] of rootsOf(one)) {
    const counterpart = counterparts.get(name);
    if (counterpart === undefined) return `${name} is missing`;
    const difference = firstDifference(
      { evaluator: one.evaluator, cell, digests },
      { evaluator: other.evaluator, cell: counterpart, digests: found },
    );
    if (difference !== null) return `${name} ${difference}`;
  }
  return null;
}
