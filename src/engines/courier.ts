// The courier's port: brings a signed message to somebody else's server.
import type { Posted } from "../domain/delivery.ts";

export type Parcel = {
  url: string;
  messageId: string;
  at: Date;
  body: string;
  /** Each of them signs. */
  secrets: readonly string[];
};

export interface Courier {
  /** Throws Fault `invalid_input` for an address to which nothing would be sent. */
  check(url: string): Promise<void>;
  /** Never throws for what the other side does: that is told in what comes back. */
  post(parcel: Parcel): Promise<Posted>;
}
