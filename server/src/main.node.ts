/** The language server as a Node process: connects it to its client and to the file system. */
import { homedir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { nodeConnection } from './lsp/node-connection.ts';
import { nodeFileSystem } from './lsp/node-file-system.ts';
import { startServer } from './lsp/server.ts';
import { canonicalUri } from './lsp/uris.ts';
import { createEngine } from './service/engine.ts';

// A message that can no longer be sent rejects somewhere inside of the connection; that is no reason to end.
process.on('unhandledRejection', (reason) => {
  process.stderr.write(`Unhandled rejection: ${String(reason)}\n`);
});

// Where the Bicep compiler keeps what it restores, unless bicepconfig.json says otherwise.
const registryCache = canonicalUri(pathToFileURL(path.join(homedir(), '.bicep')).href);

startServer(nodeConnection(), createEngine(), nodeFileSystem(registryCache));
