import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  type ServerOptions,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import { documentSelector } from './documents.ts';
import { createRestartPolicy } from './restart-policy.ts';

/** `idle` until it is needed for the first time; `stopped` after it crashed too often or could not start. */
export type ServerState = 'idle' | 'starting' | 'running' | 'stopped';

/** The language server as the features see it. */
export interface LanguageServer {
  readonly state: ServerState;
  readonly onDidChangeState: vscode.Event<ServerState>;
  /** Starts the server unless it runs already. Never rejects: a failure is logged and shown by the state. */
  start(): Promise<void>;
  /** Starts it anew, also after it gave up. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** Sends a request, after a start if need be. Gives null if the server cannot answer; the reason is in the log. */
  request<Params, Result>(method: string, params: Params): Promise<Result | null>;
  onNotification<Params>(method: string, listener: (params: Params) => void): vscode.Disposable;
}

/** Makes the client of a server module, without starting it. */
export function createLanguageServer(module: string, log: vscode.LogOutputChannel): LanguageServer {
  const stateChanges = new vscode.EventEmitter<ServerState>();
  const serverOptions: ServerOptions = { module, transport: TransportKind.ipc };
  const clientOptions: LanguageClientOptions = {
    documentSelector: [...documentSelector],
    outputChannel: log,
    // In a workspace that isn't trusted the server reads nothing outside of its folders.
    initializationOptions: () => ({ trusted: vscode.workspace.isTrusted }),
    // Failures are said by the language status and the log; a request that fails must not raise a notification.
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationFailedHandler: () => false,
    // A large document is analysed when it is saved, so a save asks too.
    diagnosticPullOptions: { onChange: true, onSave: true },
    errorHandler: createErrorHandler(log),
  };
  const client = new LanguageClient('zeroTrust', 'Zero Trust', serverOptions, clientOptions);

  let state: ServerState = 'idle';
  client.onDidChangeState(({ newState }) => {
    state = serverState(newState);
    stateChanges.fire(state);
  });

  const start = async (): Promise<void> => {
    try {
      await client.start();
    } catch (error) {
      log.error('The language server did not start.', String(error));
    }
  };
  const restart = async (): Promise<void> => {
    if (client.isRunning()) await client.stop();
    await start();
  };
  const trustListener = vscode.workspace.onDidGrantWorkspaceTrust(() => {
    if (client.isRunning()) void restart();
  });
  const stop = async (): Promise<void> => {
    trustListener.dispose();
    stateChanges.dispose();
    if (client.needsStop()) await client.stop();
  };

  return {
    get state() {
      return state;
    },
    onDidChangeState: stateChanges.event,
    start,
    restart,
    stop,
    async request(method, params) {
      try {
        return await client.sendRequest(method, params);
      } catch (error) {
        log.warn(`${method} was not answered.`, String(error));
        return null;
      }
    },
    onNotification: (method, listener) => client.onNotification(method, listener),
  };
}

/** A crash restarts the server. The first one is said in a notification, all of them in the log. */
function createErrorHandler(log: vscode.LogOutputChannel): NonNullable<LanguageClientOptions['errorHandler']> {
  const policy = createRestartPolicy();
  return {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed() {
      const decision = policy.serverClosed(Date.now());
      if (decision.notify) void notifyOfRestart(log);
      const message = decision.restart
        ? 'The language server stopped unexpectedly and was started again.'
        : 'The language server stopped too often and was not started again. Run "Zero Trust: Restart Language Server" to try once more.';
      return { action: decision.restart ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true, message };
    },
  };
}

async function notifyOfRestart(log: vscode.LogOutputChannel): Promise<void> {
  const showOutput = 'Show Output';
  const picked = await vscode.window.showWarningMessage(
    'The Zero Trust language server stopped unexpectedly and was started again.',
    showOutput,
  );
  if (picked === showOutput) log.show(true);
}

function serverState(state: State): ServerState {
  switch (state) {
    case State.Running:
      return 'running';
    case State.Starting:
      return 'starting';
    case State.Stopped:
    case State.StartFailed:
      return 'stopped';
  }
}
