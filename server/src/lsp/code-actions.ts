import { type CodeAction, CodeActionKind, type Range } from 'vscode-languageserver';
import type { Finding } from '../rules/finding.ts';
import { ignoreEdits } from '../service/ignore-edit.ts';
import type { Engine, VerifiedRepair } from '../service/model.ts';
import { repairFile, repairFiles } from '../service/repair-files.ts';
import { reasonPlaceholder } from '../service/suppressions.ts';
import { type Span, spanOf, touches } from '../text/span.ts';
import type { DocumentAnalysis } from './analyses.ts';
import { findingDiagnostic } from './diagnostics.ts';
import { fileNameOf } from './uris.ts';
import { type EditSupport, insertionEdit, workspaceEdit } from './workspace-edit.ts';

/** The kind under which editors ask for all safe repairs at once, for example on save. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.zeroTrust`;

/** The command by which the server shows a file. */
export const openCommand = 'zeroTrust.openSource';

/** The command by which the server repairs all findings of a rule in the workspace. */
export const repairRuleCommand = 'zeroTrust.repairRule';

/** What an action needs to be carried out later; the server remembers nothing about it. */
export interface RepairData {
  readonly uri: string;
  readonly version: number;
  readonly findingKey: string;
  readonly index: number;
}

/** The same of an action that repairs all findings of a rule in a document. */
export interface RuleRepairData {
  readonly uri: string;
  readonly version: number;
  readonly ruleId: string;
}

/** What the client can do with code actions. */
export interface CodeActionSupport extends EditSupport {
  /** The client asks for the edit of an action when it is picked. */
  readonly resolve: boolean;
  /** The client shows a file when it is told to. */
  readonly shows: boolean;
  /** Edits may leave the cursor in a place that is still to be filled. */
  readonly snippets: boolean;
  /** The client makes edits that the server asks for. */
  readonly applies: boolean;
}

/** Of more findings on the lines, as in minified JSON or a selection of everything, only the first ones at the cursor are offered repairs. */
const mostFindings = 10;

/** The repairs of the findings on the lines of a range, safe ones first: the cursor need not be inside of the squiggle. */
export function quickFixes(
  engine: Engine,
  analysis: DocumentAnalysis,
  range: Range,
  support: CodeActionSupport,
): CodeAction[] {
  const { file, configuration, workspace, uri, version } = analysis;
  const repairs = findingsAt(analysis, range).flatMap((finding) => {
    const question = [file, configuration, finding.key, workspace] as const;
    const canMake = ({ edits }: VerifiedRepair): boolean => support.creates || !edits.some(({ creates }) => creates);
    // Whoever takes the edit with the action can't be told later that it is none.
    if (!support.resolve)
      return engine
        .repairs(...question)
        .flatMap((repair) => (canMake(repair) ? [{ finding, repair, title: repair.title }] : []));
    const { repairs: offered, isWhole } = engine.offers(...question);
    return offered
      .filter(canMake)
      .map((repair) => ({ finding, repair, title: isWhole ? repair.title : titleInView(repair) }));
  });
  const safeFirst = [
    ...repairs.filter(({ repair }) => repair.kind === 'safe'),
    ...repairs.filter(({ repair }) => repair.kind === 'review'),
  ];
  const single = safeFirst.flatMap(({ finding, repair, title }): CodeAction[] => {
    const action: CodeAction = {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [findingDiagnostic(finding, analysis, false)],
      ...(repair.kind === 'safe' ? { isPreferred: true } : {}),
    };
    if (support.resolve) {
      const data: RepairData = { uri, version, findingKey: finding.key, index: repair.index };
      return [{ ...action, data }];
    }
    const edit = workspaceEdit(analysis, repair.edits, repair, support);
    return edit ? [{ ...action, edit }] : [];
  });
  const ruleIds = new Set(safeFirst.map(({ finding }) => finding.ruleId));
  return [...single, ...[...ruleIds].flatMap((ruleId) => ruleActions(analysis, ruleId, support))];
}

/** The title of a repair of which only the deployment in view was asked. */
function titleInView({ title }: VerifiedRepair): string {
  return `${title}; the other templates that it changes are checked when you pick it`;
}

/** The ways to repair all findings of a rule: in the document, if there are several, and in the workspace. */
function ruleActions(
  { result, uri, version }: DocumentAnalysis,
  ruleId: string,
  support: CodeActionSupport,
): CodeAction[] {
  const count = result.findings.filter((finding) => finding.ruleId === ruleId).length;
  const actions: CodeAction[] = [];
  if (support.resolve && count > 1) {
    const data: RuleRepairData = { uri, version, ruleId };
    actions.push({
      title: `Repair all ${count} findings of ${ruleId} in this file`,
      kind: CodeActionKind.QuickFix,
      data,
    });
  }
  if (support.applies) {
    const title = `Repair all findings of ${ruleId} in the workspace`;
    const command = { title, command: repairRuleCommand, arguments: [ruleId] };
    actions.push({ title, kind: CodeActionKind.QuickFix, command });
  }
  return actions;
}

/** In a compiled template, the way to the Bicep file in which its findings are to be repaired; none elsewhere. */
export function openSourceActions(analysis: DocumentAnalysis, range: Range, support: CodeActionSupport): CodeAction[] {
  const { source } = analysis.result;
  const findings = findingsAt(analysis, range);
  if (source === null || !support.shows || findings.length === 0) return [];
  const title = `Open ${fileNameOf(source)}, from which this template is compiled`;
  return [
    {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: findings.map((finding) => findingDiagnostic(finding, analysis, false)),
      command: { title, command: openCommand, arguments: [source] },
    },
  ];
}

/** For each rule that speaks on the lines, the way to say with a reason that it is meant so. */
export function ignoreActions(analysis: DocumentAnalysis, range: Range, support: CodeActionSupport): CodeAction[] {
  const findings = findingsAt(analysis, range);
  if (findings.length === 0) return [];
  const editOf = ignoreEdits(analysis.file);
  const offered = new Set<string>();
  return findings.flatMap((finding): CodeAction[] => {
    const insertion = editOf(finding);
    const same = insertion && `${insertion.offset} ${insertion.before}`;
    if (insertion === null || same === null || offered.has(same)) return [];
    offered.add(same);
    return [
      {
        title: `Ignore ${finding.ruleId} here, with a reason`,
        kind: CodeActionKind.QuickFix,
        diagnostics: [findingDiagnostic(finding, analysis, false)],
        edit: insertionEdit(analysis, insertion, reasonPlaceholder, support),
      },
    ];
  });
}

/** The action that applies all safe repairs of a document; none if there are none. */
export function fixAllActions(engine: Engine, analysis: DocumentAnalysis, support: CodeActionSupport): CodeAction[] {
  const { file, configuration, workspace } = analysis;
  const repaired = repairFile(engine, file, configuration, ['safe'], workspace);
  if (repaired.edits.length === 0) return [];
  const title = 'Apply all safe Zero Trust repairs';
  const edit = workspaceEdit(analysis, repaired.edits, { title, description: null }, support);
  return edit ? [{ title, kind: fixAllKind, edit }] : [];
}

/**
 * The edit of an action that was offered before; null if the repair is no longer there. Where it says more of itself now than a person has read,
 * that is shown before the edit is made, if the client can.
 */
export function resolvedAction(
  engine: Engine,
  analysis: DocumentAnalysis,
  action: CodeAction,
  data: RepairData,
  support: CodeActionSupport,
): CodeAction | null {
  const { file, configuration, workspace } = analysis;
  const isMeant = (repair: VerifiedRepair): boolean => repair.index === data.index;
  const repair = engine.repairs(file, configuration, data.findingKey, workspace).find(isMeant);
  if (repair === undefined) return null;
  const isRead = action.title === repair.title || action.title === titleInView(repair);
  if (!isRead && !support.annotations) return null;
  const edit = workspaceEdit(analysis, repair.edits, { ...repair, isConfirmed: isRead }, support);
  return edit ? { ...action, edit } : null;
}

/** What a person is told who picked a repair that turned out to be none, once all templates were asked that it changes. */
export function withdrawnText(engine: Engine, analysis: DocumentAnalysis, { findingKey, index }: RepairData): string {
  const { file, configuration, workspace } = analysis;
  const question = [file, configuration, findingKey, workspace] as const;
  const said = engine.repairs(...question).find((repair) => repair.index === index)?.title;
  if (said !== undefined)
    return `Nothing was changed: by all templates that it changes, the repair does more than its title said. Now it says: ${said}.`;
  return `Nothing was changed. ${engine.whyNoRepair(...question) ?? 'No repair: another template that reads the file does not allow it.'}`;
}

/** The edit of an action that repairs all findings of a rule in a document; null if none of them can be repaired any more. */
export function resolvedRuleAction(
  engine: Engine,
  analysis: DocumentAnalysis,
  action: CodeAction,
  { ruleId }: RuleRepairData,
  support: CodeActionSupport,
  isReadOnly: (path: string) => boolean,
): CodeAction | null {
  const { file, configuration, workspace } = analysis;
  const { edits } = repairFiles({
    engine,
    files: [file],
    configurationOf: () => configuration,
    workspace,
    kinds: ['safe', 'review'],
    ruleId,
    obstacleOf: (path, isNew) => obstacleInEditor(support, isReadOnly, path, isNew),
  });
  const words = { title: action.title, description: null };
  const edit = edits.length === 0 ? null : workspaceEdit(analysis, edits, words, support);
  return edit ? { ...action, edit } : null;
}

/** Why a repair can't change or make a file in the editor, completing "... is"; null if it can. */
export function obstacleInEditor(
  { creates }: EditSupport,
  isReadOnly: (path: string) => boolean,
  path: string,
  isNew: boolean,
): string | null {
  if (isNew) return creates ? null : 'new, and the editor makes no files';
  return isReadOnly(path) ? 'read-only' : null;
}

export function isRuleRepairData(data: unknown): data is RuleRepairData {
  if (typeof data !== 'object' || data === null) return false;
  const { uri, version, ruleId } = data as Partial<Record<keyof RuleRepairData, unknown>>;
  return typeof uri === 'string' && typeof version === 'number' && typeof ruleId === 'string';
}

/** True if what comes back from a client is what we once gave it. */
export function isRepairData(data: unknown): data is RepairData {
  if (typeof data !== 'object' || data === null) return false;
  const { uri, version, findingKey, index } = data as Partial<Record<keyof RepairData, unknown>>;
  return (
    typeof uri === 'string' &&
    typeof version === 'number' &&
    typeof findingKey === 'string' &&
    typeof index === 'number'
  );
}

/** True if a client that asks for these kinds wants this one; a kind stands for all below it. */
export function isWanted(kind: string, only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((wanted) => wanted === kind || wanted === '' || kind.startsWith(`${wanted}.`));
}

function findingsAt({ result, lines }: DocumentAnalysis, range: Range): Finding[] {
  const cursor = spanOf(lines.offsetAt(range.start), lines.offsetAt(range.end));
  const wholeLines: Span = spanOf(lines.lineStart(range.start.line), lines.lineEnd(range.end.line));
  const onLines = result.findings.filter((finding) => touches(finding.at.span, wholeLines));
  if (onLines.length <= mostFindings) return onLines;
  return onLines.filter((finding) => touches(finding.at.span, cursor)).slice(0, mostFindings);
}
