import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import './resize-handle.css';

interface Properties {
  readonly label: string;
  /** Size of the pane in CSS pixels. */
  readonly size: number;
  readonly min: number;
  readonly max: number;
  readonly initial: number;
  /** Which side of the handle the pane lies on. */
  readonly pane: 'before' | 'after';
  readonly onResize: (size: number) => void;
}

/** The border between two panes: dragged, moved by arrow keys, put back by a double click. */
export function ResizeHandle({ label, size, min, max, initial, pane, onResize }: Properties) {
  const start = useRef<{ readonly x: number; readonly size: number } | null>(null);
  const sign = pane === 'before' ? 1 : -1;
  const resize = (wanted: number): void => onResize(Math.round(Math.min(max, Math.max(min, wanted))));

  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, size };
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (start.current !== null) resize(start.current.size + sign * (event.clientX - start.current.x));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? 64 : 16;
    if (event.code === 'ArrowLeft') resize(size - sign * step);
    else if (event.code === 'ArrowRight') resize(size + sign * step);
    else if (event.code === 'Home') resize(min);
    else if (event.code === 'End') resize(max);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      className="resize-handle"
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => (start.current = null)}
      onPointerCancel={() => (start.current = null)}
      onDoubleClick={() => resize(initial)}
      onKeyDown={onKeyDown}
    />
  );
}
