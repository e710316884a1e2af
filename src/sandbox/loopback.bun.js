// local-slack (a Bun program) listens on every interface; preloaded by BUN_OPTIONS, this keeps it to loopback.
const serve = Bun.serve;
Bun.serve = (options) => serve.call(Bun, { ...options, hostname: '127.0.0.1' });
