import { useState } from 'react';
import { TextField } from './Fields.tsx';

/** Keeps what was typed until it is left; what is wrong is told and not kept. */
export function CheckedField({
  label,
  help,
  stored,
  fault,
  onChange,
}: {
  readonly label: string;
  readonly help?: string;
  readonly stored: string;
  readonly fault: (text: string) => string | null;
  readonly onChange: (text: string) => void;
}) {
  const [text, setText] = useState(stored);
  const wrong = fault(text.trim());
  const commit = (): void => {
    if (wrong === null && text.trim() !== stored) onChange(text.trim());
  };
  return (
    <TextField
      label={label}
      help={wrong ?? help}
      value={text}
      maxLength={2_400}
      aria-invalid={wrong !== null}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.code === 'Enter') commit();
      }}
    />
  );
}
