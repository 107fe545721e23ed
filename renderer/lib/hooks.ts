import { useEffect, useRef, useState, type RefObject } from 'react';

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

/** Content size of an element in CSS pixels. */
export function useSize<E extends HTMLElement>(): [RefObject<E | null>, { readonly width: number; readonly height: number }] {
  const ref = useRef<E>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, size];
}

/** The latest value, for callbacks that must not change. */
export function useLatest<T>(value: T): RefObject<T> {
  const ref = useRef(value);
  useEffect(() => {
    ref.current = value;
  });
  return ref;
}
