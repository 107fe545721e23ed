import { rememberLayout, useSession } from './session-store.ts';

/** Parts of the window that F6 walks through, in reading order: each with what takes the focus in it. */
const PANES = [
  { pane: '[data-zone="views"]', target: '[aria-current], button' },
  { pane: '.desk-queue', target: '[data-testid="queue-list"]' },
  { pane: '[data-pane="submission"] > .tabs > .tabs-list', target: '[data-state="active"]' },
  { pane: '[data-pane="asked"]', target: '[role="tab"][data-state="active"]' },
  { pane: '[data-pane="checked"]', target: '[role="tab"][data-state="active"]' },
  { pane: '[data-zone="side"]', target: '[role="tab"][data-state="active"]' },
  { pane: '.desk-main > .page', target: 'button, input, select, textarea, [tabindex="0"]' },
] as const;

function isShown(element: HTMLElement): boolean {
  return element.getClientRects().length > 0;
}

/** Moves the focus to the next (1) or previous (-1) pane that is on the screen. */
export function focusPane(by: 1 | -1): void {
  const panes = PANES.flatMap(({ pane, target }) => {
    const container = document.querySelector<HTMLElement>(pane);
    const element = container?.querySelector<HTMLElement>(target) ?? null;
    return container !== null && element !== null && isShown(element) ? [{ container, element }] : [];
  });
  const targets = panes.map(({ element }) => element);
  if (targets.length === 0) return;
  const active = document.activeElement;
  const inside = panes.findIndex(({ container }) => container.contains(active));
  // The content of a pane that has its tabs beside other panes.
  const at =
    inside >= 0
      ? inside
      : (active?.closest('[data-pane="submission"]') ?? null) !== null
        ? panes.findIndex(({ container }) => container.closest('[data-pane="submission"]') !== null)
        : -1;
  const next = at < 0 ? (by === 1 ? 0 : targets.length - 1) : (at + by + targets.length) % targets.length;
  targets[next]?.focus();
}

/** Puts the focus on an element that a state change is about to show. */
export function focusWhenThere(selector: string): void {
  let tries = 0;
  const look = (): void => {
    const element = document.querySelector<HTMLElement>(selector);
    if (element !== null && isShown(element)) element.focus();
    else if (++tries < 30) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

export function togglePane(pane: 'queue' | 'side'): void {
  const name = `${pane}.hidden`;
  rememberLayout(name, useSession.getState().settings.layout[name] !== true);
}
