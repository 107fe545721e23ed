import { html, type SafeHtml } from '../../../portal-kit/html.ts';
import type { HostedPage } from '../frame-host.ts';
import { portalPaths } from '../page-map.ts';
import type { Session } from '../users.ts';
import { frameElement } from './documents.ts';
import { portalTexts } from './texts.ts';

/** Solutions with a chat window, and the one that is open in a frame at most 1096 pixels wide (domain/moysklad.md §6). */
export function chatsPage(
  solutions: readonly { readonly code: string; readonly name: string }[],
  open: HostedPage | null,
  session: Session,
): SafeHtml {
  const t = portalTexts[session.language];
  if (open === null)
    return html`<h1>${t.chats}</h1>
      <p class="muted">${t.noChats}</p>`;
  return html`<div class="ms-toolbar">
      <h1>${t.chats}</h1>
      ${solutions.map(
        ({ code, name }) =>
          html`<a class="button" href="${portalPaths.chat(code)}" ${code === open.code ? html`aria-current="page"` : null}>${name}</a>`,
      )}
    </div>
    <div class="ms-chat">${frameElement(open, 'chat-frame')}</div>`;
}
