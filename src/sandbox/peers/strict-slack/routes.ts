/**
 * `/sandbox/slack/*` on the bot's port. The strict peer lives with the launcher, so that it outlives a bot that
 * is killed, as Slack does; these doors hand over to it.
 */
import { type Response, Router } from 'express';

export function strictSlackRoutes(url: string | undefined): Router {
  const router = Router();
  const handOver = async (response: Response, path: string, body?: unknown): Promise<void> => {
    if (url === undefined) {
      response
        .status(409)
        .json({ error: 'SANDBOX_STRICT is 0: nothing is refused, and there are no rules.' });
      return;
    }
    const answer = await fetch(
      `${url}/_strict/${path}`,
      body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
    );
    response.status(answer.status).json(await answer.json());
  };
  router.get('/refused', (_request, response) => handOver(response, 'refused'));
  router.post('/rules', (request, response) => handOver(response, 'rules', request.body ?? {}));
  return router;
}
