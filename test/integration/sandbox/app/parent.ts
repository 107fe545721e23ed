import { readFileSync } from 'node:fs';
import { startRun, type RunHostOptions } from '../../../../electron/sandbox/run-host.ts';
import type { RunRequest } from '../../../../electron/sandbox/run-messages.ts';

// Stands for the workstation or the command line: starts the run that the file describes and waits for it.
const { request, options } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as { request: RunRequest; options: RunHostOptions };
await startRun(request, { onProgress: () => undefined }, options).done;
