import { FolderInput, PackagePlus } from 'lucide-react';
import { ActionButton } from '../../app/ActionButton.tsx';

export function ImportButtons() {
  return (
    <>
      <ActionButton action="import.files" icon={PackagePlus} />
      <ActionButton action="import.folder" icon={FolderInput} />
    </>
  );
}
