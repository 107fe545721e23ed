import { lazy, Suspense } from 'react';
import { useNavigation } from '../../app/navigation-store.ts';
import { useResource } from '../../lib/resources.ts';

const PrintDialog = lazy(async () => ({ default: (await import('./PrintDialog.tsx')).PrintDialog }));

/** The open submission on paper, once somebody asks for it. */
export function Print() {
  const isOpen = useNavigation((navigation) => navigation.overlay === 'print');
  const openId = useNavigation((navigation) => navigation.openId);
  const submission = useResource('submission.get', isOpen && openId !== null ? { id: openId } : null).value;
  if (!isOpen || submission === undefined) return null;
  return (
    <Suspense fallback={null}>
      <PrintDialog submission={submission} />
    </Suspense>
  );
}
