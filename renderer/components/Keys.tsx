import { Fragment } from 'react';
import { useSession } from '../app/session-store.ts';
import { keyName, type KeyBinding } from '../lib/keys.ts';

/** The keys of a binding, drawn as caps. */
export function Keys({ binding }: { readonly binding: KeyBinding }) {
  const platform = useSession((session) => session.info?.platform ?? 'linux');
  return (
    <span className="keys" aria-hidden>
      {keyName(binding, platform).map((name, index) => (
        <Fragment key={index}>
          <kbd>{name}</kbd>
        </Fragment>
      ))}
    </span>
  );
}
