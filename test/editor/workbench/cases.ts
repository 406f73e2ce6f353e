import assert from 'node:assert/strict';
import { type Case, waitFor } from '../suite/cases.ts';
import type { Workbench } from './workbench.ts';

const RULE = 'no-public-network-access';
const STORAGE_ACCOUNT = /^stshoporders, storage account/;

/** What a person sees and clicks. The cases share one workbench and run in this order. */
export function workbenchCases(workbench: Workbench): readonly Case[] {
  const { page } = workbench;
  return [
    {
      name: 'without a template, the tiers view says what to open',
      async run() {
        await page.locator('.activitybar a[aria-label^="Zero Trust"]').click();
        await page.getByText('Open a Bicep file or an ARM template to see the tiers that it builds.').waitFor();
      },
    },
    {
      name: 'with a template, the view shows its tiers, and each element says name, kind and worst finding',
      async run() {
        await workbench.open('main.bicep');
        await workbench.tier(/^Data tier, 1 resource, worst finding: warning$/).waitFor();
        await workbench.tier(/^stshoporders, storage account, worst finding: warning$/).waitFor();
      },
    },
    {
      name: 'a click on an element selects its name in the source',
      async run() {
        await workbench.tier(STORAGE_ACCOUNT).click();
        await waitForCursor(workbench, 'Ln 55, Col 16 (6 selected)');
      },
    },
    {
      name: 'the selection follows the cursor, and the focus stays in the editor',
      async run() {
        await workbench.goTo(36, 3);
        await waitFor('another selection in the tree', async () =>
          (await isSelected(workbench, STORAGE_ACCOUNT)) ? null : true,
        );
        await workbench.goTo(59, 3);
        await waitFor('the storage account to be selected', async () =>
          (await isSelected(workbench, STORAGE_ACCOUNT)) ? true : null,
        );
        assert.ok(await page.locator('.monaco-editor.focused').isVisible());
      },
    },
    {
      name: 'the tree keeps the last template while a file that is none is active',
      async run() {
        await workbench.open('package.json');
        await workbench.tier(STORAGE_ACCOUNT).waitFor();
        await workbench.open('main.bicep');
      },
    },
    {
      name: 'the lightbulb lists the repair with the cursor anywhere on the line, and applies it',
      async run() {
        await workbench.goTo(63, 1);
        await page.locator('.squiggly-warning').first().waitFor();
        await openLightbulb(workbench);
        await page
          .locator('.action-widget .monaco-list-row', { hasText: /public network access/i })
          .first()
          .click();
        await page.locator('.view-line', { hasText: "publicNetworkAccess: 'Disabled'" }).waitFor();
        await page.keyboard.press('ControlOrMeta+z');
        await page.locator('.view-line', { hasText: "publicNetworkAccess: 'Enabled'" }).waitFor();
      },
    },
    {
      name: 'the language status counts the findings',
      async run() {
        await page.locator('#status\\.languageStatus a').hover();
        await page.locator('.hover-language-status', { hasText: '4 findings' }).waitFor();
        await page.mouse.move(0, 0);
      },
    },
    {
      name: 'the language status says with which parameters the template is evaluated, and offers the choice',
      async run() {
        await page.locator('#status\\.languageStatus a').hover();
        await page.locator('.hover-language-status', { hasText: 'Default parameters' }).waitFor();
        await page.mouse.move(0, 0);
        await page.keyboard.press('F1');
        await page.locator('.quick-input-widget:visible input').fill('>Zero Trust: Choose Parameter File');
        await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
        await page.keyboard.press('Enter');
        for (const choice of ['Automatic', 'Defaults'])
          await page.locator('.quick-input-list .monaco-list-row', { hasText: choice }).waitFor();
        await page.keyboard.press('Escape');
      },
    },
    {
      name: "the code in the Problems panel opens the rule's page without a question",
      async run() {
        await workbench.run('Problems: Focus on Problems View');
        await page.locator('.markers-panel-container a', { hasText: RULE }).first().click();
        await page.locator(`.tab.active[data-resource-name="${RULE}.md"]`).waitFor();
        assert.equal(await page.locator('.monaco-dialog-box').count(), 0);
        await page
          .locator('iframe.webview.ready')
          .contentFrame()
          .locator('iframe')
          .contentFrame()
          .getByRole('heading')
          .first()
          .waitFor();
      },
    },
    {
      name: 'a server that crashes twice is started twice, and says so once',
      async run() {
        await workbench.open('main.bicep');
        await page.locator('.squiggly-warning').first().waitFor();
        const notices = page.locator('.notification-toast', { hasText: 'stopped unexpectedly' });
        for (const crash of [1, 2]) {
          workbench.killServer();
          await waitFor(`start ${crash} after a crash`, () => (workbench.restarts() === crash ? true : null));
          await page.locator('.squiggly-warning').first().waitFor();
          await notices.first().waitFor();
        }
        assert.equal(await notices.count(), 1);
      },
    },
  ];
}

/** On a busy machine the editor now and then shows no menu at the first press, so it is pressed again, as a person would. */
async function openLightbulb({ page }: Workbench): Promise<void> {
  const menu = page.locator('.action-widget .monaco-list-row').first();
  await waitFor("the lightbulb's menu", async () => {
    await page.keyboard.press('ControlOrMeta+.');
    const isOpen = await menu.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
    return isOpen ? true : null;
  });
}

async function waitForCursor(workbench: Workbench, expected: string): Promise<void> {
  let seen = '';
  await waitFor(
    `the cursor at ${expected}`,
    async () => {
      seen = await workbench.cursor();
      return seen === expected ? true : null;
    },
    () => `It was at ${seen}.`,
  );
}

async function isSelected(workbench: Workbench, element: RegExp): Promise<boolean> {
  return (await workbench.tier(element).getAttribute('aria-selected')) === 'true';
}
