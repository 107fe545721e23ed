import { create } from 'zustand';
import { goTo } from '../../app/navigation-store.ts';

interface PriceStore {
  /** The submission whose prices are reckoned; null: any price. */
  readonly submissionId: string | null;
}

export const usePrices = create<PriceStore>()(() => ({ submissionId: null }));

/** Opens the calculator, with the prices of a submission's card where one is given. */
export function openPrices(submissionId: string | null): void {
  usePrices.setState({ submissionId });
  goTo('prices');
}
