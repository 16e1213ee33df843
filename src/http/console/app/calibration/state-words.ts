// The states of a calibration and the reasons of its changes, as people read them.
import type { Calibration } from "../answers.ts";

export const stateWords: Record<Calibration["state"], { name: string; means: string; tone: string }> = {
  uncalibrated: {
    name: "Not calibrated yet",
    means: "Too few decisions on claims drawn at random: the built-in threshold holds, unproven.",
    tone: "",
  },
  proven: {
    name: "Proven",
    means: "People's decisions on claims drawn at random prove the target with 95 % confidence.",
    tone: "good",
  },
  drifted: {
    name: "Drifted",
    means: "It got worse than what was proven: more goes to people until a threshold is proven anew.",
    tone: "warn",
  },
};

export const changeWords: Record<Calibration["history"][number]["reason"], string> = {
  proven: "A threshold was proven",
  unproven: "No threshold is proven",
  too_loose: "The threshold was too loose",
  drifted: "The hit rate fell",
  scorer_kept: "The scorer was looked at again",
};
