// Every route of the API, in the order in which the documentation shows them.
import { claimRoutes } from "./claims.ts";
import { contradictionRoutes } from "./contradictions.ts";
import { coverageRoutes } from "./coverage.ts";
import { crosswalkRoutes } from "./crosswalk.ts";
import { documentRoutes } from "./documents.ts";
import { factRoutes } from "./facts.ts";
import { frameworkRoutes } from "./frameworks.ts";
import { healthRoutes } from "./health.ts";
import { ownFrameworkRoutes } from "./own-frameworks.ts";
import { pageRoutes } from "./pages.ts";
import { reviewRoutes } from "./reviews.ts";
import type { Route } from "./route.ts";
import { scopeRoutes } from "./scope.ts";

export const routes: readonly Route[] = [
  ...documentRoutes,
  ...pageRoutes,
  ...factRoutes,
  ...claimRoutes,
  ...reviewRoutes,
  ...contradictionRoutes,
  ...coverageRoutes,
  ...scopeRoutes,
  ...crosswalkRoutes,
  ...frameworkRoutes,
  ...ownFrameworkRoutes,
  ...healthRoutes,
];
