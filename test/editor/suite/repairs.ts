import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { landingZone, networkOfSubnets } from '../../landing-zone-fixture.ts';
import { type Case, waitFor } from './cases.ts';
import { assertExpected, findingsIn, openCopy, openFirst, ruleIdOf, waitForFinding } from './documents.ts';

interface Repair {
  readonly name: string;
  readonly ruleId: string;
  /** Tells the repair from others of the same finding. */
  readonly title: RegExp;
}

const REPAIRS: readonly Repair[] = [
  { name: 'deny-all', ruleId: 'no-deny-all-inbound', title: /DenyAllInbound/ },
  { name: 'private-endpoint', ruleId: 'no-private-endpoint', title: /private endpoint/i },
  { name: 'public-access', ruleId: 'no-public-network-access', title: /public network access/i },
];

export const repairCases: readonly Case[] = [
  ...['main.bicep', 'azuredeploy.json'].flatMap((fixture) =>
    REPAIRS.map((repair) => ({
      name: `${fixture}: the repair ${repair.name} gives the expected text`,
      run: () => applyAndCompare(fixture, repair),
    })),
  ),
  { name: 'a repair makes the module that a template of a subscription needs', run: makeModule },
];

async function makeModule(): Promise<void> {
  const { document } = await openFirst(['main.bicep', landingZone], ['network.bicep', networkOfSubnets]);
  const finding = await waitForFinding(document, 'subnet-without-nsg');
  const action = await waitForAction(document, finding.range.start, /the new file network-security-group\.bicep/);
  assert.ok(action.edit !== undefined, `The repair "${action.title}" was resolved without an edit.`);
  assert.equal(await vscode.workspace.applyEdit(action.edit), true);
  assert.match(document.getText(), /prefix: '10\.0\.0\.0\/24', group: webNsg\.outputs\.id \}/);
  const made = vscode.Uri.joinPath(document.uri, '..', 'network-security-group.bicep');
  const text = (await vscode.workspace.openTextDocument(made)).getText();
  assert.match(text, /^output id string = networkSecurityGroup\.id$/m);
  await waitFor('the finding of the subnet to go away', () =>
    findingsIn(document).filter((other) => ruleIdOf(other) === 'subnet-without-nsg').length === 1 ? true : null,
  );
}

/** Applies a repair as the lightbulb would, with the cursor at the start of the finding's line, and compares the whole text. */
export async function applyAndCompare(fixture: string, repair: Repair): Promise<void> {
  const { document } = await openCopy(fixture);
  const finding = await waitForFinding(document, repair.ruleId);
  const lineStart = new vscode.Position(finding.range.start.line, 0);
  const action = await waitForAction(document, lineStart, repair.title);
  assert.ok(action.edit !== undefined, `The repair "${action.title}" was resolved without an edit.`);
  assert.equal(await vscode.workspace.applyEdit(action.edit), true);

  const [name = '', extension = ''] = fixture.split(/\.(?=[a-z]+$)/);
  assertExpected(document.getText(), `${name}.${repair.name}.${extension}`);
}

/** Waits for a code action at a place. Verification runs after the findings are out, so it may come a moment later. */
async function waitForAction(
  document: vscode.TextDocument,
  position: vscode.Position,
  title: RegExp,
): Promise<vscode.CodeAction> {
  let seen: readonly string[] = [];
  return await waitFor(
    `the code action ${title}`,
    async () => {
      const actions = await codeActionsAt(document, position);
      seen = actions.map((action) => action.title);
      return actions.find((action) => title.test(action.title)) ?? null;
    },
    () => `There were: ${seen.join('; ')}.`,
  );
}

/** The quick fixes at a place. The editor cancels a request when something else about the document changes meanwhile: then none yet. */
async function codeActionsAt(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<readonly vscode.CodeAction[]> {
  try {
    return await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(position, position),
      vscode.CodeActionKind.QuickFix.value,
      20,
    );
  } catch (error) {
    if (error instanceof Error && error.name === 'Canceled') return [];
    throw error;
  }
}
