export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const STYLE = `body { margin: 24px; font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff; }
h1 { font-size: 22px; } h2 { font-size: 18px; } input { padding: 6px 8px; font: inherit; } button { padding: 7px 14px; font: inherit; }`;

/** A page of a vendor. In the admin panel it has to tell that it has loaded (domain/poster.md §3). */
export function page(title: string, content: string, more: { readonly hidesSpinner: boolean; readonly extra: string }): string {
  const script = more.hidesSpinner
    ? `<script>addEventListener('load', () => { if (top !== self) top.postMessage({ hideSpinner: true }, '*'); });</script>`
    : '';
  return `<!doctype html><html lang="ru"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" />
<title>${escape(title)}</title><style>${STYLE}</style></head><body><h1>${escape(title)}</h1>${content}${more.extra}${script}</body></html>`;
}
