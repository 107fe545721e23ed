import { useEffect, useLayoutEffect, useState } from 'react';

/** @returns true once `isOn` has lasted for `delayMs`: what is quick shows no skeleton. */
export function useDelayed(isOn: boolean, delayMs = 150): boolean {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (!isOn) return;
    const timer = setTimeout(() => setShown(true), delayMs);
    return () => {
      clearTimeout(timer);
      setShown(false);
    };
  }, [isOn, delayMs]);
  return isOn && isShown;
}

/** The current time, told again every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

interface Measured<E extends HTMLElement> {
  /** Goes onto the element; it may come and go. */
  readonly ref: (element: E | null) => void;
  readonly element: E | null;
  /** Content size in CSS pixels; what was assumed, else 0, before the element is there. */
  readonly size: Size;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Follows the content size of an element.
 * @param assumed drawn with at first: asking a new element for its size would lay the whole window out once more
 */
export function useMeasured<E extends HTMLElement>(assumed?: Size): Measured<E> {
  const [element, ref] = useState<E | null>(null);
  const [size, setSize] = useState(assumed ?? { width: 0, height: 0 });
  const isAssumed = assumed !== undefined;
  useLayoutEffect(() => {
    if (element === null) return;
    const take = (width: number, height: number): void => {
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    if (!isAssumed) take(element.clientWidth, element.clientHeight);
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) take(entry.contentRect.width, entry.contentRect.height);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [element, isAssumed]);
  return { ref, element, size };
}
