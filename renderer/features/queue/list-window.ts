/**
 * Geometry of a list with rows of one height that may be longer than Chromium lets an element be (about 33.5 million pixels).
 * Above `MAX_SCROLL_PX` the scroll space is shorter than the list: near both ends one scrolled pixel is one pixel of the list,
 * in between a jump of the thumb is stretched, while small steps (wheel, arrows) always move the list by what was scrolled.
 */
export interface ListGeometry {
  readonly rows: number;
  readonly rowHeightPx: number;
  readonly viewportPx: number;
}

export interface ScrollPosition {
  /** Distance from the top of the list to the top of the viewport, in pixels of the list. */
  readonly top: number;
  /** What the scrolling element says. */
  readonly scrollTop: number;
}

export const MAX_SCROLL_PX = 8_000_000;
/** Unstretched zone at both ends. */
const END_ZONE_PX = 200_000;
/** A step up to this many viewports is a step, above it is a jump. */
const STEP_VIEWPORTS = 4;

export function listHeight(geometry: ListGeometry): number {
  return geometry.rows * geometry.rowHeightPx;
}

export function scrollHeight(geometry: ListGeometry): number {
  return Math.min(listHeight(geometry), MAX_SCROLL_PX);
}

function isStretched(geometry: ListGeometry): boolean {
  return listHeight(geometry) > MAX_SCROLL_PX;
}

export function clampTop(geometry: ListGeometry, top: number): number {
  return Math.max(0, Math.min(top, listHeight(geometry) - geometry.viewportPx));
}

/** Where in the list the scroll bar's position points to. */
export function topOfScroll(geometry: ListGeometry, scrollTop: number): number {
  if (!isStretched(geometry)) return clampTop(geometry, scrollTop);
  const lastScroll = scrollHeight(geometry) - geometry.viewportPx;
  const lastTop = listHeight(geometry) - geometry.viewportPx;
  if (scrollTop <= END_ZONE_PX) return Math.max(0, scrollTop);
  if (scrollTop >= lastScroll - END_ZONE_PX) return Math.min(lastTop, lastTop - (lastScroll - scrollTop));
  return END_ZONE_PX + ((scrollTop - END_ZONE_PX) / (lastScroll - 2 * END_ZONE_PX)) * (lastTop - 2 * END_ZONE_PX);
}

/** Where the scroll bar stands for a place in the list: the inverse of `topOfScroll`. */
export function scrollOfTop(geometry: ListGeometry, top: number): number {
  const wanted = clampTop(geometry, top);
  if (!isStretched(geometry)) return wanted;
  const lastScroll = scrollHeight(geometry) - geometry.viewportPx;
  const lastTop = listHeight(geometry) - geometry.viewportPx;
  if (wanted <= END_ZONE_PX) return wanted;
  if (wanted >= lastTop - END_ZONE_PX) return lastScroll - (lastTop - wanted);
  return END_ZONE_PX + ((wanted - END_ZONE_PX) / (lastTop - 2 * END_ZONE_PX)) * (lastScroll - 2 * END_ZONE_PX);
}

/** The position after the scrolling element reported a new scrollTop. */
export function afterScroll(geometry: ListGeometry, before: ScrollPosition, scrollTop: number): ScrollPosition {
  if (!isStretched(geometry)) return { top: clampTop(geometry, scrollTop), scrollTop };
  const lastScroll = scrollHeight(geometry) - geometry.viewportPx;
  if (scrollTop <= 0) return { top: 0, scrollTop };
  if (scrollTop >= lastScroll) return { top: listHeight(geometry) - geometry.viewportPx, scrollTop };
  const step = scrollTop - before.scrollTop;
  return Math.abs(step) <= geometry.viewportPx * STEP_VIEWPORTS
    ? { top: clampTop(geometry, before.top + step), scrollTop }
    : { top: topOfScroll(geometry, scrollTop), scrollTop };
}

/** First and last row (inclusive) to draw; last < first when there is none. */
export function drawnRows(geometry: ListGeometry, top: number, overscan: number): { readonly first: number; readonly last: number } {
  if (geometry.rows === 0 || geometry.viewportPx <= 0) return { first: 0, last: -1 };
  const first = Math.max(0, Math.floor(top / geometry.rowHeightPx) - overscan);
  const last = Math.min(geometry.rows - 1, Math.ceil((top + geometry.viewportPx) / geometry.rowHeightPx) - 1 + overscan);
  return { first, last };
}

/** Where a row is drawn inside the scrolling element. */
export function rowOffset(geometry: ListGeometry, position: ScrollPosition, index: number): number {
  return index * geometry.rowHeightPx - position.top + position.scrollTop;
}

/** The nearest `top` at which the row is wholly visible. */
export function topToReveal(geometry: ListGeometry, top: number, index: number): number {
  const start = index * geometry.rowHeightPx;
  const end = start + geometry.rowHeightPx;
  if (start < top) return clampTop(geometry, start);
  if (end > top + geometry.viewportPx) return clampTop(geometry, end - geometry.viewportPx);
  return top;
}
