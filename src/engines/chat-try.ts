// Asking where somebody else can answer when the model's reply is of no use.
import type { TryChat } from "../domain/chat.ts";
import { Fault } from "../fault.ts";
import type { Chat } from "./chat.ts";

/** A reply that nobody can use is an outcome; every other Fault (over budget, unavailable, …) is thrown. */
export function buildTryModel(chat: Pick<Chat, "ask">): TryChat {
  return async (question) => {
    try {
      return { reply: await chat.ask(question) };
    } catch (error) {
      if (error instanceof Fault && error.code === "unusable_reply")
        return { reply: null, reason: error.message };
      throw error;
    }
  };
}
