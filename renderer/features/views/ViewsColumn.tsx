import {
  AlarmClock,
  Bookmark,
  BookOpen,
  ChartColumn,
  Clock,
  FileArchive,
  Files,
  Hourglass,
  Inbox,
  ListChecks,
  MessagesSquare,
  MapPin,
  PackageX,
  RotateCcw,
  Send,
  Server,
  Settings2,
  Star,
  User,
  Users,
  X,
  type LucideIcon,
} from 'lucide-react';
import { QUEUE_VIEWS, type QueueView } from '../../../shared/domain/submission.ts';
import { goTo, useNavigation, type Screen } from '../../app/navigation-store.ts';
import { useI18n } from '../../app/session-store.ts';
import { formatExactMoment, formatWaiting } from '../../lib/format.ts';
import { useNow } from '../../lib/hooks.ts';
import { useResource } from '../../lib/resources.ts';
import { act } from '../../lib/act.ts';
import { IconButton } from '../../components/Button.tsx';
import { usePlaceTitle } from '../queue/place-title.ts';
import { EVERYTHING, isNarrowed, showQuery, useQueue } from '../queue/queue-store.ts';
import './views.css';

const VIEW_ICONS: Readonly<Record<QueueView, LucideIcon>> = {
  mine: User,
  queue: Inbox,
  claimed: Users,
  'waiting-vendor': Hourglass,
  'returned-again': RotateCcw,
  overdue: AlarmClock,
  decided: ListChecks,
  all: Files,
};

const PAGES: readonly { readonly screen: Exclude<Screen, 'queue'>; readonly icon: LucideIcon }[] = [
  { screen: 'reviews', icon: Star },
  { screen: 'messages', icon: MessagesSquare },
  { screen: 'outbox', icon: Send },
  { screen: 'refused', icon: PackageX },
  { screen: 'statistics', icon: ChartColumn },
  { screen: 'portals', icon: Server },
  { screen: 'bundles', icon: FileArchive },
  { screen: 'settings', icon: Settings2 },
  { screen: 'help', icon: BookOpen },
];

/** Saved views with their true counts and the age of the oldest; below them the other screens. */
export function ViewsColumn() {
  const i18n = useI18n();
  const { t } = i18n;
  const screen = useNavigation((navigation) => navigation.screen);
  const view = useQueue((queue) => queue.query.view);
  const query = useQueue((queue) => queue.query);
  const counts = useResource('queue.counts', {}).value;
  const saved = useResource('savedView.list', {}).value;
  const placeTitle = usePlaceTitle('region');
  const outbox = useResource('outbox.list', {}).value;
  const unread = useResource('chat.unread', {}).value;
  const refused = useResource('intake.refused', {}).value;
  const reviews = useResource('review.list', { filter: 'open' }).value;
  const now = useNow(60_000);
  const pageCount: Partial<Record<Screen, number | undefined>> = {
    messages: unread?.threads.reduce((sum, { count }) => sum + count, 0),
    outbox: outbox?.items.filter((item) => item.state === 'waiting' || item.state === 'held').length,
    refused: refused?.items.length,
    reviews: reviews?.counts.find(({ filter }) => filter === 'open')?.count,
  };

  return (
    <nav className="views" aria-label={t('views.title')} data-zone="views">
      <ul className="views-list">
        {QUEUE_VIEWS.map((name) => {
          const Icon = VIEW_ICONS[name];
          const entry = counts?.views.find((candidate) => candidate.view === name);
          const isCurrent = screen === 'queue' && view === name && !isNarrowed(query);
          const oldestAt = entry?.oldestAt ?? null;
          const isAged = name !== 'decided' && name !== 'all' && oldestAt !== null;
          return (
            <li key={name}>
              <button
                type="button"
                className="views-item"
                aria-current={isCurrent ? 'page' : undefined}
                data-testid={`view-${name}`}
                onClick={() => showQuery({ ...EVERYTHING, view: name })}
              >
                <Icon className="icon" aria-hidden />
                <span className="views-name truncate">{t(`view.${name}`)}</span>
                <span className="views-count number">{entry === undefined ? '' : i18n.number(entry.count)}</span>
                {isAged ? (
                  <span className="views-age number" title={t('views.oldest', { moment: formatExactMoment(i18n, oldestAt) })}>
                    <Clock aria-hidden />
                    {formatWaiting(i18n, oldestAt, now)}
                  </span>
                ) : null}
              </button>
            </li>
          );
        })}
      </ul>
      {counts === undefined || counts.places.length < 2 ? null : (
        <ul className="views-list" aria-label={t('views.places')}>
          {counts.places.map(({ marketplace, region, count, oldestAt }) => (
            <li key={`${marketplace} ${region}`}>
              <button
                type="button"
                className="views-item"
                aria-current={
                  screen === 'queue' && view === 'queue' && query.marketplace === marketplace && query.region === region
                    ? 'page'
                    : undefined
                }
                data-testid={`view-place-${marketplace}-${region}`}
                onClick={() => showQuery({ ...EVERYTHING, view: 'queue', marketplace, region })}
              >
                <MapPin className="icon" aria-hidden />
                <span className="views-name truncate" title={placeTitle({ marketplace, region })}>
                  {placeTitle({ marketplace, region })}
                </span>
                <span className="views-count number">{i18n.number(count)}</span>
                <span className="views-age number" title={t('views.oldest', { moment: formatExactMoment(i18n, oldestAt) })}>
                  <Clock aria-hidden />
                  {formatWaiting(i18n, oldestAt, now)}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {saved === undefined || saved.views.length === 0 ? null : (
        <ul className="views-list" aria-label={t('savedView.title')}>
          {saved.views.map((each) => (
            <li key={each.id} className="views-saved">
              <button
                type="button"
                className="views-item"
                aria-current={screen === 'queue' && JSON.stringify(each.query) === JSON.stringify(query) ? 'page' : undefined}
                data-testid="view-saved"
                onClick={() => showQuery(each.query)}
              >
                <Bookmark className="icon" aria-hidden />
                <span className="views-name truncate">{each.name}</span>
                <span className="views-count number">{each.count === null ? '' : i18n.number(each.count)}</span>
                {each.oldestAt === null || each.query.view === 'all' ? null : (
                  <span className="views-age number" title={t('views.oldest', { moment: formatExactMoment(i18n, each.oldestAt) })}>
                    <Clock aria-hidden />
                    {formatWaiting(i18n, each.oldestAt, now)}
                  </span>
                )}
              </button>
              <IconButton
                icon={X}
                label={t('savedView.forget', { name: each.name })}
                onClick={() => void act('savedView.forget', { id: each.id })}
              />
            </li>
          ))}
        </ul>
      )}
      <ul className="views-list views-pages">
        {PAGES.map(({ screen: name, icon: Icon }) => (
          <li key={name}>
            <button
              type="button"
              className="views-item"
              aria-current={screen === name ? 'page' : undefined}
              data-testid={`page-${name}`}
              onClick={() => goTo(name)}
            >
              <Icon className="icon" aria-hidden />
              <span className="views-name truncate">{t(`screen.${name}`)}</span>
              <span className="views-count number">
                {pageCount[name] === undefined || pageCount[name] === 0 ? '' : i18n.number(pageCount[name])}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
