import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { send } from '../api/http';
import { ScreenLoading } from '../kit/Loading';
import type { Permission } from '../session/permissions';
import { loadSession } from '../session/session';
import { Today } from '../today/Today';
import { NotFound } from './NoPermission';
import { ScreenBroken } from './ScreenBroken';
import { screens } from './screens';
import { Shell } from './Shell';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    needs?: Permission;
  }
}

interface Context {
  client: QueryClient;
}

type Search = Record<string, string | number | undefined>;

/** Addresses hold short texts and numbers only; anything else is dropped. */
export function readSearch(search: Record<string, unknown>): Search {
  return Object.fromEntries(
    Object.entries(search).filter(
      (entry): entry is [string, string | number] =>
        typeof entry[1] === 'string' || typeof entry[1] === 'number',
    ),
  );
}

const rootRoute = createRootRouteWithContext<Context>()({
  component: Outlet,
  notFoundComponent: NotFound,
  validateSearch: readSearch,
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('../session/SignIn'), 'SignIn'),
  beforeLoad: async () => {
    const { body } = await send<{ needed: boolean }>('GET', '/setup');
    if (body.needed) throw redirect({ to: '/setup' });
  },
});

const newPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new-password',
  component: lazyRouteComponent(() => import('../session/NewPassword'), 'NewPassword'),
});

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('../session/Setup'), 'Setup'),
});

const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: Shell,
  notFoundComponent: NotFound,
  beforeLoad: async ({ context, location }) => {
    const session = await loadSession(context.client);
    const search = { next: location.href };
    if (!session) throw redirect({ to: '/sign-in', search });
    if (session.passwordChangeNeeded) throw redirect({ to: '/new-password', search });
  },
});

// Comes with the first page, like the shell: a chunk of its own would be one more journey before the day begins.
const todayRoute = createRoute({ getParentRoute: () => shellRoute, path: '/', component: Today });

const screenRoutes = screens.map(({ path, load, name, needs }) =>
  createRoute({
    getParentRoute: () => shellRoute,
    path,
    component: lazyRouteComponent(load, name),
    staticData: needs ? { needs } : {},
  }),
);

const nowhereRoute = createRoute({ getParentRoute: () => shellRoute, path: '$', component: NotFound });

const tree = rootRoute.addChildren([
  signInRoute,
  newPasswordRoute,
  setupRoute,
  shellRoute.addChildren([todayRoute, ...screenRoutes, nowhereRoute]),
]);

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: 'intent',
    defaultPendingComponent: ScreenLoading,
    defaultErrorComponent: ScreenBroken,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });
}
