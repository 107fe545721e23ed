import type { Frame } from '../frames.ts';
import { PORTAL_ACTIONS } from '../page-map.ts';
import { html, type SafeHtml } from '../../../portal-kit/html.ts';
import { portalTexts, type Language } from './texts.ts';

/** What the page's script has to know about a frame. */
export interface FrameData {
  readonly appSid: string;
  readonly name: string;
  readonly origin: string;
  readonly placement: string;
  readonly purpose: Frame['purpose'];
  readonly method: 'GET' | 'POST';
  readonly action: string;
  readonly fields: readonly (readonly [string, string])[];
  readonly title: string;
  readonly closeHref: string;
}

export function frameData(frame: Frame, title: string, closeHref: string): FrameData {
  const { appSid, name, origin, placement, purpose, method, action, fields } = frame;
  return { appSid, name, origin, placement, purpose, method, action, fields, title, closeHref };
}

/** The vendor's frame. A GET frame is loaded by its address; a POST frame by the form beside it, which the page's script submits. */
export function frameBlock(frame: FrameData, language: Language): SafeHtml {
  const t = portalTexts[language];
  return html`<iframe
      class="application-frame"
      data-role="application-frame"
      data-app-sid="${frame.appSid}"
      data-purpose="${frame.purpose}"
      data-placement-code="${frame.placement}"
      name="${frame.name}"
      title="${t.applicationFrame}"
      allow="geolocation *; microphone *; camera *; autoplay *"
      ${frame.method === 'GET' ? html`src="${frame.action}"` : null}
    ></iframe>
    ${
      frame.method === 'GET'
        ? null
        : html`<form
            class="frame-form"
            data-frame-form="${frame.appSid}"
            method="post"
            action="${frame.action}"
            target="${frame.name}"
            hidden
          >
            ${frame.fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
          </form>`
    }`;
}

/** The panel that slides over the page. */
export function slider(title: string, closeHref: string, language: Language, content: SafeHtml): SafeHtml {
  const t = portalTexts[language];
  return html`<div class="slider-layer">
    <section class="slider" data-role="slider" role="dialog" aria-modal="true" aria-label="${title}">
      <header class="slider-head">
        <h1 data-role="slider-title">${title}</h1>
        <a class="slider-close" href="${closeHref}" data-action="${PORTAL_ACTIONS.closeSlider}" aria-label="${t.close}">×</a>
      </header>
      <div class="slider-body">${content}</div>
    </section>
  </div>`;
}
