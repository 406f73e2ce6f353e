import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Case } from '../suite/cases.ts';
import type { Workbench } from './workbench.ts';

const MODULE = `param access string
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'secrets'
  location: 'westeurope'
  properties: {
    publicNetworkAccess: access
  }
}
`;

const CALLER = `module vault '../outside/vault.bicep' = {
  params: {
    access: 'Enabled'
  }
}
`;

/** Puts a module beside the workspace, outside of it, and into the workspace a template that calls it. */
export function writeOutsider(workspace: string): void {
  const outside = join(dirname(workspace), 'outside');
  mkdirSync(outside);
  writeFileSync(join(outside, 'vault.bicep'), MODULE);
  writeFileSync(join(workspace, 'caller.bicep'), CALLER);
}

/** What a person sees of a workspace that is not trusted, and once it is. */
export function trustCases(workbench: Workbench): readonly Case[] {
  const { page } = workbench;
  return [
    {
      name: 'Restricted Mode: a module outside of the workspace is not read, and a line says so',
      async run() {
        // Keys that are pressed before the workbench is ready are lost.
        await page.locator('.activitybar a[aria-label^="Zero Trust"]').waitFor();
        await workbench.open('caller.bicep');
        await page.locator('.squiggly-info').first().waitFor();
        assert.equal(await page.locator('.squiggly-warning').count(), 0);
      },
    },
    {
      name: 'once the workspace is trusted, the module is read, and what it is given is found',
      async run() {
        await workbench.run('Workspaces: Manage Workspace Trust');
        await page.getByRole('button', { name: 'Trust', exact: true }).first().click();
        await workbench.open('caller.bicep');
        await page.locator('.squiggly-warning').first().waitFor();
      },
    },
  ];
}
