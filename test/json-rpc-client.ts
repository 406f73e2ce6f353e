import type { Readable, Writable } from 'node:stream';

/** A message as it came from the server. */
export interface RpcMessage {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export class RpcError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** The client side of JSON-RPC over two streams, without the library that the server uses: so the tests see what is really on the wire. */
export interface RpcClient {
  /** Sends a request. Rejects with an `RpcError` if the answer is one. */
  request(method: string, params: unknown): Promise<unknown>;
  /** Like `request`, and gives the id, for a cancellation. */
  startRequest(method: string, params: unknown): { readonly id: number; readonly answer: Promise<unknown> };
  notify(method: string, params: unknown): void;
  /** Sends bytes as they are. */
  sendRaw(text: string): void;
  /** All notifications and requests of the server so far, in order. */
  readonly received: readonly RpcMessage[];
  /** Waits until the server has sent a message that fits; one that came after `since` counts. */
  waitFor(fits: (message: RpcMessage) => boolean, since?: number): Promise<RpcMessage>;
}

export function rpcClient(
  input: Readable,
  output: Writable,
  answer: (method: string, params: unknown) => unknown = () => null,
): RpcClient {
  let lastId = 0;
  let buffered = Buffer.alloc(0);
  const received: RpcMessage[] = [];
  const answers = new Map<number | string, (message: RpcMessage) => void>();
  const waiting = new Set<() => void>();

  const send = (message: object): void => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }), 'utf8');
    output.write(`Content-Length: ${body.length}\r\n\r\n`);
    output.write(body);
  };

  const take = (message: RpcMessage): void => {
    if (message.method === undefined && message.id !== undefined) {
      answers.get(message.id)?.(message);
      answers.delete(message.id);
      return;
    }
    received.push(message);
    // Requests of the server (registrations, refreshes) are granted, unless the test has an answer of its own.
    if (message.id !== undefined) send({ id: message.id, result: answer(message.method ?? '', message.params) });
    for (const wake of waiting) wake();
  };

  input.on('data', (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk]);
    for (;;) {
      const headerEnd = buffered.indexOf('\r\n\r\n');
      if (headerEnd < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(buffered.toString('ascii', 0, headerEnd))?.[1]);
      const end = headerEnd + 4 + length;
      if (buffered.length < end) return;
      const body = buffered.toString('utf8', headerEnd + 4, end);
      buffered = buffered.subarray(end);
      take(JSON.parse(body) as RpcMessage);
    }
  });

  const startRequest = (method: string, params: unknown): { id: number; answer: Promise<unknown> } => {
    const id = ++lastId;
    const answered = new Promise<unknown>((resolve, reject) => {
      answers.set(id, ({ result, error }) =>
        error ? reject(new RpcError(error.code, error.message)) : resolve(result),
      );
    });
    send({ id, method, params });
    return { id, answer: answered };
  };

  return {
    request: (method, params) => startRequest(method, params).answer,
    startRequest,
    notify: (method, params) => send({ method, params }),
    sendRaw: (text) => output.write(text),
    received,
    waitFor: (fits, since = 0) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = received.slice(since).find(fits);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}
