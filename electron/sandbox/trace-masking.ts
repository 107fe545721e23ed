import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';
import yazl from 'yazl';
import type { Masker } from './masking.ts';

/**
 * A Playwright trace without secrets: text entries (events, network, page snapshots, bodies) are masked, other entries are kept only
 * when no secret stands in their bytes. @returns the bytes of a zip archive.
 */
export async function maskedTrace(file: string, masker: Masker): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  const bytes = buffer(zip.outputStream);
  await eachEntry(file, (name, content) => {
    const masked = maskedEntry(content, masker);
    if (masked) zip.addBuffer(masked, masker.text(name));
  });
  zip.end();
  return bytes;
}

function maskedEntry(bytes: Buffer, masker: Masker): Buffer | null {
  const text = bytes.toString('utf8');
  if (Buffer.from(text, 'utf8').equals(bytes)) return Buffer.from(masker.text(text), 'utf8');
  return masker.places(bytes.toString('latin1')).length === 0 && masker.places(text).length === 0 ? bytes : null;
}

async function eachEntry(file: string, onEntry: (name: string, bytes: Buffer) => void): Promise<void> {
  const archive = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true, autoClose: true }, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  await new Promise<void>((resolve, reject) => {
    archive.on('error', reject);
    archive.on('end', resolve);
    archive.on('entry', (entry: yauzl.Entry) => {
      if (entry.fileName.endsWith('/')) {
        archive.readEntry();
        return;
      }
      archive.openReadStream(entry, (error, stream) => {
        if (error) {
          reject(error);
          return;
        }
        buffer(stream).then((bytes) => {
          onEntry(entry.fileName, bytes);
          archive.readEntry();
        }, reject);
      });
    });
    archive.readEntry();
  });
}
