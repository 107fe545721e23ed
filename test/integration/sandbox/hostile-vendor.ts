import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** A vendor's server whose pages do what pages must not. Also serves the quiet page that stands for the portal. */
export interface HostileVendor {
  readonly origin: string;
  readonly requests: string[];
  close(): Promise<void>;
}

const page = (body: string): string => `<!doctype html><meta charset="utf-8"><title>vendor</title><p id="shown">Приложение</p>${body}`;

/** What each path answers with. `other` is a host that is not part of the test. */
function pages(other: string): Readonly<Record<string, string>> {
  return {
    '/quiet': '<!doctype html><title>quiet</title>',
    '/good': page(`<button onclick="document.body.insertAdjacentHTML('beforeend', '<p id=done>Готово</p>')">Дальше</button>`),
    '/endless-loop': page('<script>setTimeout(() => { for (;;); }, 0)</script>'),
    '/alert-loop': page('<script>setTimeout(() => { for (;;) alert("ещё раз"); }, 0)</script>'),
    '/dialogs': page(
      `<script>setTimeout(() => { alert('a'); const yes = confirm('b'); const said = prompt('c', 'd'); print();
        document.body.insertAdjacentHTML('beforeend', '<p id=done>' + yes + ' ' + said + '</p>'); }, 0)</script>`,
    ),
    '/before-unload': page(
      `<button>x</button><script>addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = 'stay'; })</script>`,
    ),
    '/popup-storm': page(
      `<a id=link target=_blank href="/quiet">link</a><script>
        let open = 0;
        for (let i = 0; i < 1000; i++) if (window.open('/quiet?' + i)) open++;
        link.click();
        document.body.insertAdjacentHTML('beforeend', '<p id=done>' + open + '</p>');
      </script>`,
    ),
    '/download-storm': page(
      `<script>
        for (let i = 0; i < 50; i++) { const a = document.createElement('a'); a.href = '/file?' + i; a.download = '../../storm-' + i + '.exe'; a.click(); }
        location.href = '/file?last';
        setTimeout(() => document.body.insertAdjacentHTML('beforeend', '<p id=done>done</p>'), 1000);
      </script>`,
    ),
    '/leaves': page(`<script>setTimeout(() => { top.location.href = '${other}/taken'; }, 0)</script>`),
    '/framed': page('<iframe src="/busts"></iframe>'),
    '/busts': page(`<script>top.location.href = '/good?busted'</script>`),
    '/other-programs': page(
      `<script>setTimeout(() => { location.href = 'mailto:a@b.test'; location.href = 'tg://resolve?domain=x'; location.href = 'file:///etc/passwd';
        location.href = 'chrome://settings'; document.body.insertAdjacentHTML('beforeend', '<p id=done>x</p>'); }, 0)</script>`,
    ),
    '/reaches-out': page(
      `<script>
        const tried = [];
        const note = (name) => (result) => { tried.push(name + '=' + result); };
        const socket = new Promise((resolve) => { const s = new WebSocket('${other.replace('http', 'ws')}/socket'); s.onopen = () => resolve('open'); s.onerror = () => resolve('refused'); });
        const image = new Promise((resolve) => { const i = new Image(); i.onload = () => resolve('open'); i.onerror = () => resolve('refused'); i.src = '${other}/image'; });
        const frame = document.createElement('iframe'); frame.src = '${other}/frame'; document.body.append(frame);
        const worker = new Promise((resolve) => {
          const w = new Worker(URL.createObjectURL(new Blob(["fetch('${other}/worker', { mode: 'no-cors' }).then(() => postMessage('open'), () => postMessage('refused'))"])));
          w.onmessage = (event) => resolve(event.data);
        });
        Promise.all([
          fetch('${other}/fetch', { mode: 'no-cors' }).then(() => 'open', () => 'refused').then(note('fetch')),
          socket.then(note('socket')), image.then(note('image')), worker.then(note('worker')),
        ]).then(() => { navigator.sendBeacon('${other}/beacon', 'x'); document.body.insertAdjacentHTML('beforeend', '<p id=done>' + tried.sort().join(' ') + '</p>'); });
      </script>`,
    ),
    '/asks-for-everything': page(
      `<script>
        const ask = async () => {
          const results = [];
          const tried = async (name, work) => { try { await work(); results.push(name); } catch { } };
          await tried('notifications', async () => { if ((await Notification.requestPermission()) !== 'granted') throw 0; });
          await tried('geolocation', () => new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, no)));
          await tried('camera', () => navigator.mediaDevices.getUserMedia({ video: true }));
          await tried('clipboard', () => navigator.clipboard.readText());
          await tried('usb', () => navigator.usb.getDevices());
          await tried('node', async () => { if (typeof require === 'undefined' && typeof process === 'undefined') throw 0; });
          document.body.insertAdjacentHTML('beforeend', '<p id=done>[' + results.join(' ') + ']</p>');
        };
        ask();
      </script>`,
    ),
    '/remembers': page(
      `<script>
        const before = [document.cookie, localStorage.getItem('been')].join('|');
        document.cookie = 'been=here; max-age=86400'; localStorage.setItem('been', 'here');
        document.body.insertAdjacentHTML('beforeend', '<p id=done>[' + before + ']</p>');
      </script>`,
    ),
    '/closes-itself': page(`<script>window.close(); document.body.insertAdjacentHTML('beforeend', '<p id=done>still here</p>');</script>`),
    '/faulty-script': page(`<script>console.error('console words'); fetch('/error-500'); nothing.here();</script><img src="/missing.png">`),
    '/picks-a-file': page('<input type=file id=file>'),
    '/secrets': page(
      `<p>token portal-access-token-7351 and <b>portal-acc</b>ess-token-7351</p><input type=password value="hunter2hunter2"><input value="pa ss/wörd+1">
       <svg width=300 height=30><text y=20>portal-access-token-7351</text></svg>
       <script>
        console.error('console portal-access-token-7351 ' + encodeURIComponent('pa ss/wörd+1') + ' ' + btoa('xx' + 'portal-access-token-7351'));
        fetch('/quiet?auth=portal-access-token-7351&p=' + encodeURIComponent('pa ss/wörd+1')).then(() => document.body.insertAdjacentHTML('beforeend', '<p id=done>x</p>'));
       </script>`,
    ),
  };
}

/** @param other origin of a server that must not be reached. */
export async function startHostileVendor(other: string, tls?: { readonly key: string; readonly cert: string }): Promise<HostileVendor> {
  const requests: string[] = [];
  const known = pages(other);
  const listener: RequestListener = (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://vendor');
    requests.push(`${request.method} ${request.url}`);
    const html = known[url.pathname];
    if (html !== undefined) {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(html);
    } else if (url.pathname === '/file') {
      response.setHeader('content-type', 'application/octet-stream');
      response.setHeader('content-disposition', 'attachment; filename="../../evil.exe"');
      response.end(Buffer.alloc(100_000));
    } else if (url.pathname === '/redirects') {
      response.writeHead(302, { location: `/redirects?${Math.random()}` }).end();
    } else if (url.pathname === '/login') {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="vendor"', 'content-type': 'text/html' }).end('<p id=done>no</p>');
    } else if (url.pathname === '/error-500') {
      response.writeHead(500).end('Fatal error');
    } else if (url.pathname === '/never') {
      // No answer at all.
    } else if (url.pathname === '/drip') {
      response.setHeader('content-type', 'text/html');
      const timer = setInterval(() => response.write('.'), 200);
      response.on('close', () => clearInterval(timer));
    } else if (url.pathname === '/huge') {
      response.setHeader('content-type', 'text/html');
      const piece = `<p>${'x'.repeat(1_000_000)}</p>`;
      const more = (): void => {
        while (response.writable && response.write(piece));
      };
      response.on('drain', more);
      more();
    } else {
      response.writeHead(404).end();
    }
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
