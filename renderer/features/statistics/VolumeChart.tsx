import type { StatisticsDetails } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { formatDay } from '../../lib/format.ts';

const WIDTH = 720;
const HEIGHT = 160;
const LEFT = 36;
const BOTTOM = 20;
const TOP = 8;

/** Two columns for each day, week or month. The table behind it has the same numbers. */
export function VolumeChart({ statistics }: { readonly statistics: StatisticsDetails }) {
  const i18n = useI18n();
  const { t } = i18n;
  const { volume, bucket } = statistics;
  const most = Math.max(1, ...volume.map(({ submitted, decided }) => Math.max(submitted, decided)));
  const step = (WIDTH - LEFT) / Math.max(1, volume.length);
  const column = Math.max(0.5, Math.min(14, step * 0.38));
  const heightOf = (count: number): number => (count / most) * (HEIGHT - BOTTOM - TOP);
  const sum = (pick: (entry: StatisticsDetails['volume'][number]) => number): number => volume.reduce((all, entry) => all + pick(entry), 0);
  const labelled = volume.length <= 2 ? volume.map((_, index) => index) : [0, Math.floor((volume.length - 1) / 2), volume.length - 1];
  return (
    <figure className="statistics-figure">
      <figcaption className="statistics-legend">
        <span className="statistics-key statistics-key-submitted">{t('statistics.submitted')}</span>
        <span className="statistics-key statistics-key-decided">{t('statistics.decided')}</span>
      </figcaption>
      <svg
        className="statistics-chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t('statistics.volumeChart', {
          submitted: i18n.number(sum(({ submitted }) => submitted)),
          decided: i18n.number(sum(({ decided }) => decided)),
          most: i18n.number(most),
        })}
      >
        {[0, 0.5, 1].map((share) => {
          const y = HEIGHT - BOTTOM - heightOf(most * share);
          return (
            <g key={share}>
              <line className="statistics-line" x1={LEFT} x2={WIDTH} y1={y} y2={y} />
              <text className="statistics-label" x={LEFT - 6} y={y + 4} textAnchor="end">
                {Number.isInteger(most * share) ? i18n.number(most * share) : ''}
              </text>
            </g>
          );
        })}
        {volume.map(({ at, submitted, decided }, index) => {
          const middle = LEFT + step * (index + 0.5);
          return (
            <g key={at}>
              <rect
                className="statistics-submitted"
                x={middle - column - 0.5}
                width={column}
                y={HEIGHT - BOTTOM - heightOf(submitted)}
                height={heightOf(submitted)}
              />
              <rect
                className="statistics-decided"
                x={middle + 0.5}
                width={column}
                y={HEIGHT - BOTTOM - heightOf(decided)}
                height={heightOf(decided)}
              />
            </g>
          );
        })}
        {labelled.map((index) => (
          <text
            key={index}
            className="statistics-label"
            x={Math.max(LEFT, Math.min(WIDTH, LEFT + step * (index + 0.5)))}
            y={HEIGHT - 4}
            textAnchor={index === 0 && volume.length > 2 ? 'start' : index === volume.length - 1 && volume.length > 2 ? 'end' : 'middle'}
          >
            {formatDay(i18n, volume[index]?.at ?? 0)}
          </text>
        ))}
      </svg>
      <details className="statistics-details">
        <summary>{t('statistics.table')}</summary>
        <table className="statistics-table">
          <thead>
            <tr>
              <th scope="col">{t(`statistics.${bucket}`)}</th>
              <th scope="col">{t('statistics.submitted')}</th>
              <th scope="col">{t('statistics.decided')}</th>
            </tr>
          </thead>
          <tbody>
            {volume.map(({ at, submitted, decided }) => (
              <tr key={at}>
                <th scope="row">{formatDay(i18n, at)}</th>
                <td>{i18n.number(submitted)}</td>
                <td>{i18n.number(decided)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
