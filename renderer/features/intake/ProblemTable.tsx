import type { RefusedDetails } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { Untrusted } from '../../components/Untrusted.tsx';
import './intake.css';

/** What is wrong in a file: where, why, and how to mend it. */
export function ProblemTable({ problems }: { readonly problems: RefusedDetails['problems'] }) {
  const { t, pick } = useI18n();
  return (
    <table className="refused-table selectable">
      <thead>
        <tr>
          <th scope="col">{t('refused.place')}</th>
          <th scope="col">{t('refused.reason')}</th>
          <th scope="col">{t('refused.remedy')}</th>
        </tr>
      </thead>
      <tbody>
        {problems.map((problem, index) => (
          <tr key={index}>
            <td className="mono">
              <Untrusted text={problem.place} />
            </td>
            <td>
              <Untrusted text={pick(problem.reason)} />
            </td>
            <td>
              <Untrusted text={pick(problem.remedy)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
