// Every route of the API, in the order in which the documentation shows them.
import { assessmentRoutes } from "./assessments.ts";
import { calibrationRoutes } from "./calibration.ts";
import { claimRoutes } from "./claims.ts";
import { contradictionRoutes } from "./contradictions.ts";
import { coverageRoutes } from "./coverage.ts";
import { crosswalkRoutes } from "./crosswalk.ts";
import { decisionRoutes } from "./decisions.ts";
import { deliveryRoutes } from "./deliveries.ts";
import { documentListRoutes } from "./document-lists.ts";
import { documentRoutes } from "./documents.ts";
import { evidenceRequestRoutes } from "./evidence-requests.ts";
import { factRoutes } from "./facts.ts";
import { frameworkRoutes } from "./frameworks.ts";
import { gapRoutes } from "./gaps.ts";
import { healthRoutes } from "./health.ts";
import { historyRoutes } from "./histories.ts";
import { ownFrameworkRoutes } from "./own-frameworks.ts";
import { pageRoutes } from "./pages.ts";
import { retryRoutes } from "./retries.ts";
import { reviewRoutes } from "./reviews.ts";
import type { Route } from "./route.ts";
import { scopeRoutes } from "./scope.ts";
import { sessionRoutes } from "./sessions.ts";
import { signInRoutes } from "./sign-in.ts";
import { traceRoutes } from "./traces.ts";
import { webhookRoutes } from "./webhooks.ts";

export const routes: readonly Route[] = [
  // Before the addresses of single documents, which would take a list for an id.
  ...documentListRoutes,
  ...documentRoutes,
  ...pageRoutes,
  ...factRoutes,
  ...assessmentRoutes,
  ...retryRoutes,
  ...traceRoutes,
  ...claimRoutes,
  ...reviewRoutes,
  ...decisionRoutes,
  ...evidenceRequestRoutes,
  ...contradictionRoutes,
  ...coverageRoutes,
  ...calibrationRoutes,
  ...historyRoutes,
  ...gapRoutes,
  ...scopeRoutes,
  ...crosswalkRoutes,
  ...frameworkRoutes,
  ...ownFrameworkRoutes,
  ...signInRoutes,
  ...sessionRoutes,
  ...webhookRoutes,
  ...deliveryRoutes,
  ...healthRoutes,
];
