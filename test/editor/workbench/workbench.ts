import type { Locator, Page } from 'playwright-core';
import type { EditorFolders } from '../host/editor-server.ts';
import { extensionLog } from '../host/logs.ts';
import { languageServersIn } from '../host/server-processes.ts';

const TIMEOUT_MS = 30_000;

/** What a person does in the workbench, in the workbench's own words. Every wait is bounded by the page's timeout. */
export interface Workbench {
  readonly page: Page;
  /** Runs a command by its title in the command palette. */
  run(title: string): Promise<void>;
  /** Opens a file of the workspace and waits until the cursor is in it. */
  open(file: string): Promise<void>;
  /** Puts the cursor at a place; both from 1, as the editor counts for people. */
  goTo(line: number, column: number): Promise<void>;
  /** The place of the cursor, as the status bar writes it. */
  cursor(): Promise<string>;
  /** An element of the tiers view by what a screen reader says of it. */
  tier(name: RegExp): Locator;
  /** Ends the language server as a crash would. */
  killServer(): void;
  /** How often the extension has started a server again after a crash. */
  restarts(): number;
}

/** Times that the key for commands is pressed before a test gives up. */
const mostPresses = 6;

const isDone = (): boolean => true;
const isNotDone = (): boolean => false;

export function createWorkbench(page: Page, folders: EditorFolders): Workbench {
  page.setDefaultTimeout(TIMEOUT_MS);
  const quickInput = page.locator('.quick-input-widget:visible input');

  const quickOpen = async (text: string): Promise<void> => {
    // A workbench that is still getting ready, such as after it was trusted, lets a key pass unheard.
    for (let isOpen = false, press = 1; !isOpen; press++) {
      await page.keyboard.press('F1');
      const filled = quickInput.fill(text, { timeout: 5000 });
      isOpen = press === mostPresses ? await filled.then(isDone) : await filled.then(isDone, isNotDone);
    }
    await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  };

  return {
    page,
    run: (title) => quickOpen(`>${title}`),
    async open(file) {
      await quickOpen(file);
      await page.locator(`.tab.active[data-resource-name="${file}"]`).waitFor();
    },
    async goTo(line, column) {
      await quickOpen(`:${line}:${column}`);
      await page.locator('.monaco-editor.focused').first().waitFor();
    },
    cursor: async () => (await page.locator('#status\\.editor\\.selection').textContent()) ?? '',
    tier: (name) => page.getByRole('treeitem', { name }),
    killServer() {
      for (const id of languageServersIn(folders.extensions)) process.kill(id, 'SIGKILL');
    },
    restarts: () => extensionLog(folders).split('was started again').length - 1,
  };
}
