import { type Connection, createConnection, ProposedFeatures } from 'vscode-languageserver/node';

/** The connection that the command line names: `--stdio`, `--node-ipc`, `--socket=PORT` or `--pipe=NAME`. */
export function nodeConnection(): Connection {
  return createConnection(ProposedFeatures.all);
}
