import { effectiveRegistration, type PortalCore } from './core.ts';
import type { Frame } from './frames.ts';
import { placementTitle } from './rest/methods-bind.ts';
import type { Session } from './users.ts';
import type { ApplicationState, PlacementState } from './state.ts';

/** A widget that the portal shows: bound by an application whose installation is finished (domain/bitrix24.md §1). */
export interface Widget {
  readonly application: ApplicationState;
  readonly bound: PlacementState;
  readonly id: string;
  readonly placement: string;
  readonly title: string;
}

export function widgetsAt(core: PortalCore, language: 'ru' | 'en', isHere: (placement: string) => boolean): Widget[] {
  return Object.values(core.state.applications)
    .filter((application) => application.active && application.finished)
    .flatMap((application) =>
      application.placements
        .filter((bound) => isHere(bound.placement))
        .map((bound) => ({
          application,
          bound,
          id: bound.id,
          placement: bound.placement,
          title: placementTitle(bound, language, effectiveRegistration(application).name),
        })),
    );
}

export function findWidget(core: PortalCore, language: 'ru' | 'en', id: string): Widget | null {
  return widgetsAt(core, language, () => true).find((widget) => widget.id === id) ?? null;
}

/** The widget's handler gets the same form as the application, with its place and what it is opened on. */
export function renderWidget(core: PortalCore, session: Session, widget: Widget, placementOptions: Record<string, unknown>): Frame {
  return core.frames.render({
    application: widget.application,
    user: session.user,
    language: session.language,
    purpose: 'widget',
    url: widget.bound.url,
    method: 'POST',
    placement: widget.placement,
    placementOptions,
  });
}
