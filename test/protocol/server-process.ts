import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import type { TestContext } from 'node:test';
import { type RpcClient, rpcClient } from '../json-rpc-client.ts';

export const root = path.resolve(import.meta.dirname, '..', '..');

export interface ServerProcess {
  readonly client: RpcClient;
  /** Settles with the exit code when the process has ended. */
  readonly ended: Promise<number | null>;
  /** What it wrote to standard error so far. */
  errors(): string;
}

/** Starts the built server over standard input and output; ended with the test at the latest. */
export function startServerProcess(context: TestContext): ServerProcess {
  const child = spawn(process.execPath, [path.join(root, 'dist', 'server.cjs'), '--stdio']);
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  context.after(async () => {
    child.kill();
    await ended;
  });
  return { client: rpcClient(child.stdout, child.stdin), ended, errors: () => Buffer.concat(errors).toString() };
}

/** Capabilities of a client such as VS Code, as far as the server looks at them. */
export const fullCapabilities = {
  textDocument: {
    diagnostic: { relatedInformation: true },
    hover: { contentFormat: ['markdown'] },
    completion: { completionItem: { snippetSupport: true } },
    codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } },
  },
  workspace: {
    diagnostics: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true },
  },
};
