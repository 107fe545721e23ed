import { PackagePlus } from 'lucide-react';
import { useEffect } from 'react';
import { useI18n } from '../../app/session-store.ts';
import { importPaths, useIntake } from './intake-store.ts';
import './intake.css';

/** Packages dropped anywhere on the window are taken in; checklist items keep what is dropped on them. */
export function DropTarget() {
  const { t } = useI18n();
  const isOffered = useIntake((state) => state.isDropOffered);
  useEffect(() => {
    const offer = (isDropOffered: boolean): void => {
      if (useIntake.getState().isDropOffered !== isDropOffered) useIntake.setState({ isDropOffered });
    };
    const onDragOver = (event: DragEvent): void => {
      // Without this the window would open the file.
      event.preventDefault();
      const isForItem = event.target instanceof Element && event.target.closest('[data-zone="checklist"]') !== null;
      offer(!isForItem && (event.dataTransfer?.types.includes('Files') ?? false));
    };
    const onDragLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) offer(false);
    };
    const onDrop = (event: DragEvent): void => {
      event.preventDefault();
      offer(false);
      const isForItem = event.target instanceof Element && event.target.closest('[data-zone="checklist"]') !== null;
      if (isForItem) return;
      const paths = [...(event.dataTransfer?.files ?? [])].map((file) => window.workstation.pathOf(file)).filter((path) => path !== '');
      void importPaths(paths);
    };
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('dragleave', onDragLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('dragleave', onDragLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  if (!isOffered) return null;
  return (
    <div className="drop-target">
      <div className="drop-target-text">
        <PackagePlus aria-hidden />
        <p>{t('intake.dropHere')}</p>
      </div>
    </div>
  );
}
