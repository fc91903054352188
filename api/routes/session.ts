import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';
import { userOfRequest } from '../authentication.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiProblem } from '../problem.ts';

const Session = Type.Object({
  user: Type.String(),
  verifyCommand: Type.String({ description: 'Recomputes the alert whose id takes the place of ALERT.' }),
});

/**
 * GET /api/session: the signed-in user. An open route, so that a page without a session gets a 401 without `Bearer`.
 */
export function sessionRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/session',
    {
      config: { isOpen: true },
      schema: { summary: 'Who is signed in', tags: ['session'], security: [], response: { 200: Session } },
    },
    async (request) => {
      const user = userOfRequest(request, deps.sessions);
      if (user === null)
        throw new ApiProblem(401, `Nobody is signed in. Run \`${deps.command('signin')}\` for a link.`);
      return { user, verifyCommand: deps.command('verify ALERT') };
    },
  );
}
