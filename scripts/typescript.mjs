// Runs one TypeScript module with its imports: benchmarks and generators, on the runtime's own Node.
import path from 'node:path';
import { runnerImport } from 'vite';

const file = process.argv[2];
if (file === undefined) throw new Error('Name the module to run');
process.argv.splice(1, 2, path.resolve(file));
await runnerImport(path.resolve(file), { configFile: false, logLevel: 'error', root: path.dirname(import.meta.dirname) });
