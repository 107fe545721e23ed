/**
 * Puts text on the clipboard from a click or key press, without the asynchronous clipboard interface: that one needs a permission,
 * and the window has none.
 * @returns whether it was taken.
 */
export function copyText(text: string): boolean {
  const onCopy = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener('copy', onCopy, { capture: true, once: true });
  const isTaken = document.execCommand('copy');
  document.removeEventListener('copy', onCopy, { capture: true });
  return isTaken;
}
