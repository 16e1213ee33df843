// The form of a variable that holds a whole number.
import { z } from "zod";

export const wholeNumber = (low: number, high: number) =>
  z
    .string()
    .regex(/^\d+$/, "a whole number")
    .transform(Number)
    .refine((value) => value >= low && value <= high, `a whole number from ${low} to ${high}`);
