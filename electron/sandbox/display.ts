import { spawn, type ChildProcess } from 'node:child_process';
import { AppError } from '../../shared/domain/errors.ts';

/** A place to draw to. On Linux without a display it is an Xvfb of the run's own. */
export interface Display {
  /** Variables for the browser process. */
  readonly environment: Readonly<Record<string, string>>;
  close(): void;
}

// The shell waits on its standard input: when the run ends in whatever way, the pipe closes and the server goes too. A moment
// later, so that a browser that draws on it can still tidy up after itself.
const LEASH =
  'Xvfb -displayfd 3 -screen 0 1920x1200x24 -nolisten tcp 2>/dev/null & server=$!; read -r _ ; sleep 2; kill "$server" 2>/dev/null; wait';

/** Uses the display that is there, else starts Xvfb. Throws AppError 'browser-unavailable' when there is none to start. */
export async function openDisplay(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): Promise<Display> {
  if (platform !== 'linux' || environment['DISPLAY'] || environment['WAYLAND_DISPLAY']) return { environment: {}, close: () => undefined };
  const shell = spawn('/bin/sh', ['-c', LEASH], { stdio: ['pipe', 'ignore', 'ignore', 'pipe'], detached: true });
  const close = (): void => {
    shell.stdin?.destroy();
  };
  try {
    const number = await displayNumber(shell);
    return { environment: { DISPLAY: `:${number}` }, close };
  } catch {
    close();
    throw new AppError(
      'browser-unavailable',
      'There is no display, and Xvfb could not be started. Install it with: apt-get install -y xvfb',
    );
  }
}

async function displayNumber(shell: ChildProcess): Promise<string> {
  const output = shell.stdio[3];
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error('Xvfb did not start in time')), 20_000);
    const fail = (): void => {
      clearTimeout(timer);
      reject(new Error('Xvfb did not start'));
    };
    output?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const line = /^(\d+)\n/.exec(text);
      if (!line?.[1]) return;
      clearTimeout(timer);
      resolve(line[1]);
    });
    output?.on('end', fail);
    shell.once('error', fail);
    shell.once('exit', fail);
  });
}
