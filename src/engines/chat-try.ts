// Asking where somebody else can answer when the model's reply is of no use.
import type { TryChat } from "../domain/chat.ts";
import { Fault, type FaultCode } from "../fault.ts";
import type { Chat } from "./chat.ts";

/** However often the model is asked, it comes to nothing: a reply of no use, a question it cannot be asked. */
const fallbackCodes: readonly FaultCode[] = ["unusable_reply", "too_large", "invalid_input"];

/** Every other Fault (over budget, unavailable, …) is thrown: it may go away by itself. */
export function buildTryChat(chat: Pick<Chat, "ask">): TryChat {
  return async (question) => {
    try {
      return { reply: await chat.ask(question) };
    } catch (error) {
      if (error instanceof Fault && fallbackCodes.includes(error.code)) return { reason: error.message };
      throw error;
    }
  };
}
