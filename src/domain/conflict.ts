// Conflict: which of two sides' measures of one subject cannot both be kept.
import type { Measure } from "./measure.ts";
import { canBeEqual, isMore } from "./quantity.ts";
import { isSameReach, isWithin } from "./reach.ts";

type Measured = { measure: Measure };
export type Conflict<Side> = { first: Side; second: Side };

/**
 * @param firsts what rules say of a subject; `seconds` what is below them (a practice, a procedure under a policy)
 *   when `isBelow`, else rules of the same rank.
 */
export function compareMeasures<Side extends Measured>(
  firsts: readonly Side[],
  seconds: readonly Side[],
  { isBelow, isPractice }: { isBelow: boolean; isPractice: boolean },
): Conflict<Side>[] {
  return seconds.flatMap((second) => {
    const rules = firsts.filter(({ measure }) => isComparable(measure, second.measure, isPractice));
    // What one of several rules allows is no contradiction: which of them is meant is not known.
    const breaks = rules.filter(({ measure }) =>
      isBelow ? isWeaker(second.measure, measure) : isDifferent(measure, second.measure, firsts, seconds),
    );
    const [first] = breaks;
    return first && breaks.length === rules.length ? [{ first, second }] : [];
  });
}

function isComparable(rule: Measure, second: Measure, isPractice: boolean): boolean {
  if (rule.subject !== second.subject || rule.unit !== second.unit) return false;
  if (!isAlike(rule, second)) return false;
  return isPractice ? isWithin(second.reach, rule.reach) : isSameReach(rule.reach, second.reach);
}

/** Where the subject has many things below it, the words around have to be mostly the same. */
function isAlike({ stems, about }: Measure, other: Measure): boolean {
  if (stems.length === 0) return true;
  const [own, others] = [new Set(stems), new Set(other.stems)];
  const same = [...own].filter((stem) => others.has(stem)).length;
  const fewest = Math.min(own.size, others.size);
  return about === null
    ? same >= 3 && same / Math.max(own.size, others.size) >= 0.6
    : same >= 2 && same / fewest >= 0.5;
}

/** Less than the rule demands; what the rule demands at least is known from its subject or from its words. */
export function isWeaker(practice: Measure, rule: Measure): boolean {
  const isTurned =
    rule.stronger === "more" && (rule.comparator === "at_most" || rule.comparator === "within");
  const stronger = isTurned ? "less" : rule.stronger;
  if (rule.unit === "state" && stronger === "more" && rule.low === 0) return false;
  if (rule.unit === "state" && stronger === "less" && rule.low === 1) return false;
  if (stronger === "less") return isMore(practice, rule);
  return stronger === "more" && isMore(rule, practice);
}

/** Rules of one rank disagree when no two of what they say can be the same. */
function isDifferent<Side extends Measured>(
  one: Measure,
  other: Measure,
  firsts: readonly Side[],
  seconds: readonly Side[],
): boolean {
  const isSaid = (sides: readonly Side[], wanted: Measure) =>
    sides.some(
      ({ measure }) =>
        isSameReach(measure.reach, wanted.reach) && isAlike(measure, wanted) && canBeEqual(measure, wanted),
    );
  return !canBeEqual(one, other) && !isSaid(firsts, other) && !isSaid(seconds, one);
}
