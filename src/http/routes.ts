// Every route of the API, in the order in which the documentation shows them.
import { assessmentRoutes } from "./assessments.ts";
import { claimRoutes } from "./claims.ts";
import { contradictionRoutes } from "./contradictions.ts";
import { coverageRoutes } from "./coverage.ts";
import { crosswalkRoutes } from "./crosswalk.ts";
import { deliveryRoutes } from "./deliveries.ts";
import { documentRoutes } from "./documents.ts";
import { factRoutes } from "./facts.ts";
import { frameworkRoutes } from "./frameworks.ts";
import { gapRoutes } from "./gaps.ts";
import { healthRoutes } from "./health.ts";
import { historyRoutes } from "./histories.ts";
import { ownFrameworkRoutes } from "./own-frameworks.ts";
import { pageRoutes } from "./pages.ts";
import { reviewRoutes } from "./reviews.ts";
import type { Route } from "./route.ts";
import { scopeRoutes } from "./scope.ts";
import { traceRoutes } from "./traces.ts";
import { webhookRoutes } from "./webhooks.ts";

export const routes: readonly Route[] = [
  ...documentRoutes,
  ...pageRoutes,
  ...factRoutes,
  ...assessmentRoutes,
  ...traceRoutes,
  ...claimRoutes,
  ...reviewRoutes,
  ...contradictionRoutes,
  ...coverageRoutes,
  ...historyRoutes,
  ...gapRoutes,
  ...scopeRoutes,
  ...crosswalkRoutes,
  ...frameworkRoutes,
  ...ownFrameworkRoutes,
  ...webhookRoutes,
  ...deliveryRoutes,
  ...healthRoutes,
];
