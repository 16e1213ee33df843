// Open reviews to lead to from coverage and gaps; nothing for who may not see the queue.
import type { Review } from "../answers.ts";
import { hasRole, useWho } from "../session.ts";
import { useList } from "../use-list.ts";

/** The most valuable first. @param filter of the queue, such as `frameworkId=soc2-tsc-2017`. */
export function useOpenReviews(filter: string): readonly Review[] {
  const who = useWho();
  const mayRead = who !== null && hasRole(who, "reviewer", "validator", "client");
  const joint = filter === "" ? "" : `&${filter}`;
  return useList<Review>(mayRead ? `/v1/reviews?limit=200${joint}` : null).items ?? [];
}
