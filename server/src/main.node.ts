/** The language server as a Node process: connects it to its client and to the file system. */
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { nodeConnection } from './lsp/node-connection.ts';
import { startServer } from './lsp/server.ts';
import { createEngine } from './service/engine.ts';

// A message that can no longer be sent rejects somewhere inside of the connection; that is no reason to end.
process.on('unhandledRejection', (reason) => {
  process.stderr.write(`Unhandled rejection: ${String(reason)}\n`);
});

/** Only local files are read. A file that can't be read counts as missing: the next folder up may have one. */
async function readText(uri: string): Promise<string | null> {
  if (!uri.startsWith('file:')) return null;
  try {
    const text = await readFile(fileURLToPath(uri), 'utf8');
    return text.replace(/^\ufeff/, '');
  } catch {
    return null;
  }
}

startServer(nodeConnection(), createEngine(), readText);
