import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { waitFor } from './cases.ts';

export const SOURCE = 'Zero Trust';

/** Folder of the fixtures, told by the launcher, since the suite runs as one bundled file. */
const fixtures = process.env.ZT_EDITOR_FIXTURES ?? '';
const renewExpectations = process.env.ZT_RENEW_EXPECTATIONS !== undefined;

let copies = 0;

/** Opens a copy of a fixture of its own, in a folder of its own, so that each case begins with the same text. */
export async function openCopy(fixture: string): Promise<vscode.TextEditor> {
  const folder = newFolder();
  copyFileSync(join(fixtures, 'workspace', fixture), join(folder, fixture));
  return await open(join(folder, fixture));
}

/** Opens the first of some files, in a folder of their own. */
export async function openFirst(
  ...files: readonly (readonly [name: string, text: string])[]
): Promise<vscode.TextEditor> {
  const folder = newFolder();
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  return await open(join(folder, files[0]?.[0] ?? ''));
}

function newFolder(): string {
  const [workspace] = vscode.workspace.workspaceFolders ?? [];
  if (workspace === undefined) throw new Error('No workspace folder is open.');
  copies += 1;
  const folder = join(workspace.uri.fsPath, `copy-${copies}`);
  mkdirSync(folder);
  return folder;
}

async function open(path: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(path);
  return await vscode.window.showTextDocument(document, { preview: false });
}

/** Our findings in a document, in the order of their places. */
export function findingsIn(document: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter((diagnostic) => diagnostic.source === SOURCE)
    .sort(
      (left, right) => left.range.start.compareTo(right.range.start) || ruleIdOf(left).localeCompare(ruleIdOf(right)),
    );
}

/** The rule that a finding is about: its code without the link. */
export function ruleIdOf(diagnostic: vscode.Diagnostic): string {
  const { code } = diagnostic;
  return String(typeof code === 'object' ? code.value : code);
}

export async function waitForFindings(document: vscode.TextDocument): Promise<readonly vscode.Diagnostic[]> {
  return await waitFor(`findings in ${document.fileName}`, () => {
    const findings = findingsIn(document);
    return findings.length > 0 ? findings : null;
  });
}

/** Waits for a finding of a rule. */
export async function waitForFinding(document: vscode.TextDocument, ruleId: string): Promise<vscode.Diagnostic> {
  return await waitFor(
    `a finding of ${ruleId} in ${document.fileName}`,
    () => findingsIn(document).find((finding) => ruleIdOf(finding) === ruleId) ?? null,
    () => `There are: ${findingsIn(document).map(ruleIdOf).join(', ')}.`,
  );
}

/** Waits until a document has no finding of a rule any more. */
export async function waitForNoFinding(document: vscode.TextDocument, ruleId: string): Promise<void> {
  await waitFor(`the finding of ${ruleId} in ${document.fileName} to go away`, () =>
    findingsIn(document).every((finding) => ruleIdOf(finding) !== ruleId) ? true : null,
  );
}

/** Fails unless a text is that of the expectation; writes it instead if ZT_RENEW_EXPECTATIONS is set. */
export function assertExpected(text: string, expectation: string): void {
  const path = join(fixtures, 'expected', expectation);
  if (renewExpectations) {
    writeFileSync(path, text);
    return;
  }
  const expected = readFileSync(path, 'utf8');
  if (text === expected) return;
  const lines = text.split('\n');
  const expectedLines = expected.split('\n');
  const at = expectedLines.findIndex((line, index) => line !== lines[index]);
  const line = at === -1 ? expectedLines.length : at;
  throw new Error(
    `The text differs from ${expectation} in line ${line + 1}:\n  expected ${JSON.stringify(expectedLines[line])}\n  found    ${JSON.stringify(lines[line])}\nThe whole text:\n${text}`,
  );
}
