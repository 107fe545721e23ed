import type { ChecklistView, FindingDetails, MessageDetails, SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { Markdown } from '../../components/Markdown.tsx';
import { Moment } from '../../components/Moment.tsx';
import { Untrusted, UntrustedText } from '../../components/Untrusted.tsx';
import { blobUrl } from '../../lib/blob-url.ts';
import { FieldList } from '../card/FieldList.tsx';
import { isLarge, isPicture } from '../card/MediaStrip.tsx';
import './print.css';

interface Properties {
  readonly submission: SubmissionDetails;
  readonly checklist: ChecklistView;
  readonly findings: readonly FindingDetails[];
  readonly thread: readonly MessageDetails[];
  /** Notes of the team; left out unless asked for. */
  readonly withNotes: boolean;
}

/** The submission on paper: what is asked, what was checked, what was said and decided. Test data never appears. */
export function PrintSheet({ submission, checklist, findings, thread, withNotes }: Properties) {
  const { t, pick } = useI18n();
  const { verdict } = submission;
  const said = thread.filter(
    (message) => message.submissionId === submission.id && (message.kind !== 'note' || withNotes) && message.kind !== 'system',
  );
  const textOf = (ruleId: string): string => {
    const item = checklist.items.find((candidate) => candidate.ruleId === ruleId);
    return item === undefined ? ruleId : pick(item.text);
  };
  return (
    <article className="print-sheet" data-testid="print-sheet">
      <h1>
        <Untrusted text={submission.solution.name} /> {t('submission.version', { version: submission.version })}
      </h1>
      <p>
        {t(`state.${submission.state}`)} · {t(`kind.${submission.kind}`)} · {t('queue.attempt', { attempt: submission.attempt })} ·{' '}
        {pick(submission.marketplaceTitle)}, {pick(submission.regionTitle)} · <Untrusted text={submission.vendor.name} /> ·{' '}
        <span className="mono">{submission.externalId}</span>
      </p>
      {verdict === null ? null : (
        <section>
          <h2>{t('side.verdict')}</h2>
          <p>
            <strong>{t(`verdict.kind.${verdict.kind}`)}</strong>, {verdict.by}, <Moment at={verdict.at} />
          </p>
          {verdict.letter === '' ? null : <UntrustedText text={verdict.letter} isFoldable={false} />}
        </section>
      )}
      <section>
        <h2>{t('tab.card')}</h2>
        <div className="print-pictures">
          {submission.media
            .filter((media) => isPicture(media) && !isLarge(media))
            .map((media, index) => (
              <img key={index} src={blobUrl(media.sha256)} alt={media.name} />
            ))}
        </div>
        <FieldList fields={submission.card} />
      </section>
      <section>
        <h2>{t('tab.version')}</h2>
        <FieldList fields={submission.versionFields} />
      </section>
      {findings.length === 0 ? null : (
        <section>
          <h2>{t('print.findings')}</h2>
          <ol>
            {findings.map((finding) => (
              <li key={finding.id}>
                <strong>{textOf(finding.ruleId)}</strong>
                <UntrustedText text={finding.seen} isFoldable={false} />
                {finding.steps === '' ? null : <UntrustedText text={finding.steps} isFoldable={false} />}
              </li>
            ))}
          </ol>
        </section>
      )}
      <section>
        <h2>
          {t('tab.checklist')} {checklist.decided}/{checklist.total}
        </h2>
        <table>
          <tbody>
            {checklist.items.map((item) => (
              <tr key={item.ruleId}>
                <td>{t(`mark.${item.mark}`)}</td>
                <td>
                  {pick(item.text)}
                  {withNotes && item.note !== '' ? <UntrustedText text={item.note} isFoldable={false} /> : null}
                </td>
                <td className="mono">{item.ruleId}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {said.length === 0 ? null : (
        <section>
          <h2>{t('side.chat')}</h2>
          {said.map((message) => (
            <div key={message.id} className="print-message">
              <p>
                <strong>
                  <Untrusted text={message.author} />
                </strong>
                , <Moment at={message.at} />
                {message.kind === 'note' ? ` · ${t('chat.noteLabel')}` : ''}
              </p>
              <Markdown text={message.text} />
            </div>
          ))}
        </section>
      )}
    </article>
  );
}
