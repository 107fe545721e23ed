import { rememberLayout, useSession } from './session-store.ts';

/** Parts of the window that F6 walks through, in reading order. */
const PANES = [
  '[data-zone="views"] [aria-current], [data-zone="views"] button',
  '[data-testid="queue-list"]',
  '.submission-body > .tabs > .tabs-list [data-state="active"]',
  '[data-zone="side"] [role="tab"][data-state="active"]',
] as const;

function isShown(element: HTMLElement): boolean {
  return element.getClientRects().length > 0;
}

/** Moves the focus to the next (1) or previous (-1) pane that is on the screen. */
export function focusPane(by: 1 | -1): void {
  const targets = PANES.map((selector) => document.querySelector<HTMLElement>(selector)).filter(
    (element) => element !== null && isShown(element),
  );
  if (targets.length === 0) return;
  const active = document.activeElement;
  const zone = active?.closest('[data-zone="views"], [data-zone="queue"], [data-zone="side"], [data-zone="submission"]');
  const at = targets.findIndex((target) => zone?.contains(target) === true);
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
