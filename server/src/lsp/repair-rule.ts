/** All findings of a rule in the workspace, repaired by one edit: so one undo takes it back. */
import type { WorkspaceEdit } from 'vscode-languageserver';
import type { Configuration } from '../config/configuration.ts';
import { formatOfPath } from '../service/file-store.ts';
import type { Engine, SourceFile } from '../service/model.ts';
import { type RepairedFiles, repairFilesWork, textOnHost } from '../service/repair-files.ts';
import type { Workspace } from '../service/workspace.ts';
import { counted } from '../text/enumeration.ts';
import { lineIndex } from '../text/lines.ts';
import { obstacleInEditor } from './code-actions.ts';
import { type EditSupport, editOfFiles } from './workspace-edit.ts';

/** What the work needs of the server. */
export interface RuleRepairing {
  readonly engine: Engine;
  /** The files as they are now: another object after any change. */
  readonly workspace: () => Workspace;
  readonly configurationOf: (path: string) => Promise<Configuration>;
  /** A file as the client has it open; null if it isn't open. */
  readonly openAs: (path: string) => { readonly uri: string; readonly version: number } | null;
  /** True for a file that nobody may write. */
  readonly isReadOnly: (path: string) => boolean;
  readonly support: EditSupport;
  /** Lets messages that have arrived be answered, where a slice of work is over. @throws if a person has had enough */
  readonly pause: () => Promise<void>;
  readonly isDue: () => boolean;
  /** Is told how many of the files have been looked at, in percent. */
  readonly report: (percentage: number) => void;
}

export type RuleRepairs =
  /** The files changed before the work was done. */
  | { readonly kind: 'changed' }
  | {
      readonly kind: 'done';
      /** Null if there is nothing to edit. */
      readonly edit: WorkspaceEdit | null;
      readonly repaired: number;
      readonly files: number;
      /** Why findings are left, each with its file. */
      readonly left: readonly string[];
    };

/** Looks at all files of the workspace in slices; changes nothing. */
export async function ruleRepairs(ruleId: string, repairing: RuleRepairing): Promise<RuleRepairs> {
  const { engine, configurationOf, pause, isDue, report } = repairing;
  const workspace = repairing.workspace();
  const isCurrent = (): boolean => repairing.workspace() === workspace;
  const configurations = new Map<string, Configuration>();
  const broken: SourceFile[] = [];
  for (const [index, path] of workspace.paths.entries()) {
    const file = sourceOf(workspace, path);
    if (file === null) continue;
    while (engine.renew(file, workspace, isDue)) {
      await pause();
      if (!isCurrent()) return { kind: 'changed' };
    }
    const configuration = await configurationOf(path);
    configurations.set(path, configuration);
    if (engine.analyze(file, configuration, workspace).findings.some((finding) => finding.ruleId === ruleId))
      broken.push(file);
    report(Math.floor(((index + 1) / workspace.paths.length) * 100));
    if (isDue()) await pause();
  }
  const work = repairFilesWork({
    engine,
    files: broken,
    configurationOf: (path) => configurations.get(path) ?? { rules: {} },
    workspace,
    kinds: ['safe', 'review'],
    ruleId,
    obstacleOf: (path, isNew) => obstacleInEditor(repairing.support, repairing.isReadOnly, path, isNew),
  });
  for (;;) {
    const step = work.next();
    if (step.done === true) return isCurrent() ? ended(step.value, workspace, ruleId, repairing) : { kind: 'changed' };
    if (isDue()) await pause();
    if (!isCurrent()) return { kind: 'changed' };
  }
}

function ended(
  { files, edits }: RepairedFiles,
  workspace: Workspace,
  ruleId: string,
  { openAs, support }: RuleRepairing,
): RuleRepairs {
  const repaired = files.reduce((sum, { applied }) => sum + applied.length, 0);
  const title = `Repair all findings of ${ruleId}`;
  const edit = editOfFiles(edits, { title, description: null }, support, (path) => {
    const text = textOnHost(workspace, path);
    return text === null ? null : { uri: path, version: null, ...openAs(path), lines: lineIndex(text) };
  });
  return {
    kind: 'done',
    edit: edits.length === 0 ? null : edit,
    repaired: edits.length === 0 || edit === null ? 0 : repaired,
    files: edits.length,
    left: files.flatMap(({ path, left }) => [...left.values()].map((reason) => `${path}: ${reason}`)),
  };
}

/** What a person is told in the end. */
export function ruleRepairsText(
  ruleId: string,
  { repaired, files, left }: Extract<RuleRepairs, { readonly kind: 'done' }>,
): string {
  const done =
    repaired === 0
      ? `No finding of ${ruleId} could be repaired.`
      : `Repaired ${counted(repaired, 'finding')} of ${ruleId} in ${counted(files, 'file')}.`;
  return left.length === 0 ? done : `${done} ${left.length} left; the output says why.`;
}

function sourceOf(workspace: Workspace, path: string): SourceFile | null {
  const text = textOnHost(workspace, path);
  const format = formatOfPath(path);
  return text === null || format === null ? null : { path, text, format };
}
