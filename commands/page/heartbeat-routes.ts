/** The address of a heartbeat: calling it is all there is to do, by whatever method a cron job or a device has. */
import type { Route } from '../../src/core/route.ts';
import { callHeartbeat } from '../../src/page/heartbeats.ts';

/** HEAD comes in as GET. What a POST says is not read. */
const heartbeat = (method: Route['method']): Route => ({
  method,
  path: '/heartbeats/:token',
  body: 'text',
  async run({ params }, deps) {
    const taken = await callHeartbeat(params['token'] ?? '', deps);
    const headers = { 'cache-control': 'no-store' };
    return taken
      ? { headers, body: 'ok\n' }
      : { status: 404, headers, body: 'No heartbeat has this address.\n' };
  },
});

export const heartbeatRoutes: readonly Route[] = [heartbeat('GET'), heartbeat('POST')];
