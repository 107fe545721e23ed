import { actions } from './messages/actions.ts';
import { conflicts } from './messages/conflicts.ts';
import { common } from './messages/common.ts';
import { desk } from './messages/desk.ts';
import { errors } from './messages/errors.ts';
import { help } from './messages/help.ts';
import { helpInstallTest } from './messages/help-install-test.ts';
import { helpMarketplaces } from './messages/help-marketplaces.ts';
import { history } from './messages/history.ts';
import { installTest } from './messages/install-test.ts';
import { regions } from './messages/regions.ts';
import { rereview } from './messages/rereview.ts';
import { prices } from './messages/prices.ts';
import { reviews } from './messages/reviews.ts';
import { statistics } from './messages/statistics.ts';
import { stages } from './messages/stages.ts';
import { submission } from './messages/submission.ts';
import { templates } from './messages/templates.ts';
import { tour } from './messages/tour.ts';
import { verdict } from './messages/verdict.ts';

/** Every text of the interface. A new screen adds its file here; `key: { ru, en }`, parameters in braces. */
export const catalogue = {
  ...actions,
  ...common,
  ...conflicts,
  ...desk,
  ...errors,
  ...help,
  ...helpInstallTest,
  ...helpMarketplaces,
  ...history,
  ...installTest,
  ...prices,
  ...regions,
  ...rereview,
  ...reviews,
  ...statistics,
  ...stages,
  ...submission,
  ...templates,
  ...tour,
  ...verdict,
} as const;
