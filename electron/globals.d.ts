/** Set at build time: app.getVersion() would answer for the runtime's loader. */
declare const __APP_VERSION__: string;
