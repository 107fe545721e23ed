import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { AppError } from '../../../shared/domain/errors.ts';
import type { ServerIdentity } from './authority.ts';

/** First byte of a TLS handshake record. */
const TLS_HANDSHAKE = 0x16;
/** A connection that says nothing for so long is closed. */
const SILENCE_MS = 60_000;

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/**
 * One port that speaks both HTTP and HTTPS: vendors write `//api.bitrix24.com` and `https://oauth.…` into their code, and both have to
 * be answered on the portal's only port. The first byte of a connection tells which it is.
 */
export class Front {
  readonly #plain: http.Server;
  readonly #secure: https.Server;
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();

  constructor(identity: ServerIdentity) {
    this.#plain = http.createServer();
    this.#secure = https.createServer({ key: identity.key, cert: identity.cert });
    for (const inner of [this.#plain, this.#secure]) {
      // A client that drips its request byte by byte must not hold a connection for ever.
      inner.requestTimeout = 60_000;
      inner.headersTimeout = 30_000;
      inner.on('clientError', (_error, socket) => {
        socket.destroy();
      });
    }
    this.#server = net.createServer((socket) => {
      this.#accept(socket);
    });
  }

  #accept(socket: net.Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => {
      this.#sockets.delete(socket);
    });
    socket.on('error', () => {
      socket.destroy();
    });
    socket.setTimeout(SILENCE_MS, () => {
      socket.destroy();
    });
    socket.once('data', (first) => {
      socket.pause();
      socket.setTimeout(0);
      socket.unshift(first);
      const inner = first[0] === TLS_HANDSHAKE ? this.#secure : this.#plain;
      inner.emit('connection', socket);
      process.nextTick(() => {
        socket.resume();
      });
    });
  }

  onRequest(handler: Handler): void {
    this.#plain.on('request', handler);
    this.#secure.on('request', handler);
  }

  /**
   * @param bind address of the interface
   * @param port 0 for a free one
   * @returns the port
   * @throws AppError port-taken; invalid-request when the address is not this machine's
   */
  listen(bind: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'EADDRINUSE') {
          reject(
            new AppError('port-taken', `Port ${port} is taken by another program. Choose another port or 0 for a free one.`, { port }),
          );
        } else if (error.code === 'EACCES') {
          reject(new AppError('port-taken', `Port ${port} may not be used by this user. Choose a port above 1023.`, { port }));
        } else if (error.code === 'EADDRNOTAVAIL') {
          reject(new AppError('invalid-request', `${bind} is no address of this machine: the portal can answer only at one that is.`));
        } else {
          reject(error);
        }
      });
      this.#server.listen({ port, host: bind }, () => {
        // The inner servers never listen themselves; this starts their watch over slow requests.
        this.#plain.emit('listening');
        this.#secure.emit('listening');
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  async stop(): Promise<void> {
    // Stops the watch; the refusal to close what never listened is of no interest.
    this.#plain.close(() => undefined);
    this.#secure.close(() => undefined);
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      for (const socket of this.#sockets) socket.destroy();
    });
  }
}
