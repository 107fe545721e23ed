import { Copy, Eye, EyeOff, KeyRound } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { Output, SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { UntrustedText, Untrusted } from '../../components/Untrusted.tsx';
import { tell } from '../../components/toast-store.ts';
import { act } from '../../lib/act.ts';
import { copyText } from '../../lib/copy-text.ts';
import { useNow } from '../../lib/hooks.ts';
import '../card/card.css';
import './test-data.css';

/** Shown no longer than this at a time. */
export const SHOWN_MS = 60_000;

/** Access that the vendor gave for the test. Hidden until asked for; asking is written to the history; hidden again by itself. */
export function TestData({ submission }: { readonly submission: SubmissionDetails }) {
  const { t } = useI18n();
  const [data, setData] = useState<{ readonly of: Output<'submission.revealTestData'>; readonly until: number } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const hide = useCallback(() => setData(null), []);
  const reveal = async (): Promise<void> => {
    setBusy(true);
    const answer = await act('submission.revealTestData', { id: submission.id });
    setBusy(false);
    if (answer !== undefined) setData({ of: answer, until: Date.now() + SHOWN_MS });
  };

  if (data === null) {
    return (
      <div className="state-block">
        <KeyRound className="state-icon" aria-hidden />
        <p className="state-title">{t('testData.hidden')}</p>
        <div className="state-text">
          <p>{t('testData.hiddenHelp')}</p>
          <Button icon={Eye} isBusy={isBusy} onClick={() => void reveal()} data-testid="reveal-test-data">
            {t('testData.show')}
          </Button>
        </div>
      </div>
    );
  }
  return <Shown of={data.of} until={data.until} onHide={hide} />;
}

function Shown({
  of,
  until,
  onHide,
}: {
  readonly of: Output<'submission.revealTestData'>;
  readonly until: number;
  readonly onHide: () => void;
}) {
  const { t } = useI18n();
  const now = useNow(1_000);
  const left = Math.max(0, Math.ceil((until - now) / 1000));
  useEffect(() => {
    const timer = setTimeout(onHide, until - Date.now());
    window.addEventListener('blur', onHide);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('blur', onHide);
    };
  }, [until, onHide]);
  const copy = (value: string): void => {
    if (copyText(value)) tell('pass', 'common.copied');
    else tell('info', 'common.copyFailed');
  };
  return (
    <div className="pane-scroll" tabIndex={0} data-testid="test-data">
      <div className="test-data-bar">
        <span className="soft number">{t('testData.hidesIn', { count: left })}</span>
        <Button icon={EyeOff} onClick={onHide}>
          {t('testData.hide')}
        </Button>
      </div>
      {of.note === '' ? null : (
        <section className="card-group">
          <h3 className="card-group-title">{t('testData.note')}</h3>
          <div className="test-data-note">
            <UntrustedText text={of.note} />
          </div>
        </section>
      )}
      {of.values.length === 0 ? null : (
        <section className="card-group">
          <h3 className="card-group-title">{t('testData.values')}</h3>
          <dl className="card-fields">
            {of.values.map(({ name, value }, index) => (
              <div key={index} className="card-field">
                <dt className="card-label">
                  <Untrusted text={name} />
                </dt>
                <dd className="card-value test-data-value">
                  <code className="mono selectable">
                    <bdi>{value}</bdi>
                  </code>
                  <IconButton icon={Copy} label={t('testData.copy', { name })} onClick={() => copy(value)} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  );
}
