/** Files that `load*` names and that aren't there: said for all calls with a written path, whether or not anybody reads what they give. */
import type { FileProblem } from '../../evaluate/file-problem.ts';
import { isMissing } from '../../evaluate/files.ts';
import type { Program } from '../../evaluate/program.ts';
import type { LoweredFile } from '../../template/lowered.ts';
import { type Include, includesOf } from './includes.ts';

const loadsByFile = new WeakMap<LoweredFile, readonly Include[]>();

/** The problems of all files that a program read. */
export function loadProblems({ files, evaluator }: Program): readonly FileProblem[] {
  const problems: FileProblem[] = [];
  for (const [file, lowered] of files) {
    for (const { kind, reference, node } of loadsOf(lowered)) {
      const { content, directory } = evaluator.files;
      const found = kind === 'load' ? content(file, reference) : directory(file, reference, null);
      if (isMissing(found) && found.problem !== null) problems.push({ file, node, ...found.problem });
    }
  }
  return problems;
}

function loadsOf(lowered: LoweredFile): readonly Include[] {
  const known = loadsByFile.get(lowered);
  if (known !== undefined) return known;
  const loads = includesOf(lowered).filter(({ kind }) => kind === 'load' || kind === 'folder');
  loadsByFile.set(lowered, loads);
  return loads;
}
