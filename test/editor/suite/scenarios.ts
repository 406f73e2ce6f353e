import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Case } from './cases.ts';
import { waitForFinding, waitForNoFinding } from './documents.ts';

const RULE = 'no-public-network-access';

const TEMPLATE = `param access string
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'secrets'
  location: 'westeurope'
  properties: {
    publicNetworkAccess: access == 'open' ? 'Enabled' : 'Disabled'
  }
}
`;

export const scenarioCases: readonly Case[] = [
  {
    name: 'the parameter file that the settings choose decides what is found, as soon as they change',
    async run() {
      const [workspace] = vscode.workspace.workspaceFolders ?? [];
      if (workspace === undefined) throw new Error('No workspace folder is open.');
      const folder = join(workspace.uri.fsPath, 'scenarios');
      mkdirSync(folder);
      for (const access of ['open', 'closed'])
        writeFileSync(join(folder, `${access}.bicepparam`), `using 'main.bicep'\nparam access = '${access}'\n`);
      writeFileSync(join(folder, 'main.bicep'), TEMPLATE);
      const document = await vscode.workspace.openTextDocument(join(folder, 'main.bicep'));
      await vscode.window.showTextDocument(document, { preview: false });
      await waitForFinding(document, RULE);

      const choose = async (file: string | undefined): Promise<void> => {
        const value = file === undefined ? undefined : { 'scenarios/main.bicep': file };
        const target = vscode.ConfigurationTarget.WorkspaceFolder;
        await vscode.workspace.getConfiguration('zeroTrust', workspace.uri).update('parameters', value, target);
      };
      await choose('scenarios/closed.bicepparam');
      await waitForNoFinding(document, RULE);
      await choose('scenarios/open.bicepparam');
      await waitForFinding(document, RULE);
      await choose(undefined);
    },
  },
];
