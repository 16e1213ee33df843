// The Idempotency-Key header: keyed by principal and route, so that nobody sees another's answer.
import { createHash } from "node:crypto";
import type { Context } from "../context.ts";
import type { Principal } from "../domain/principal.ts";
import { Fault } from "../fault.ts";
import { type Answer, replayWrite } from "../flows/replay-write.ts";

export async function writeOnce(
  product: Context,
  principal: Principal,
  request: Request,
  payload: unknown,
  write: () => Promise<Answer>,
): Promise<Answer> {
  const key = request.headers.get("idempotency-key");
  if (key === null) return write();
  if (!/^[\x21-\x7E]{1,200}$/.test(key)) {
    throw new Fault("invalid_input", "An Idempotency-Key is 1 to 200 printable characters without spaces.");
  }
  const route = `${request.method} ${new URL(request.url).pathname}`;
  const payloadSha256 = createHash("sha256").update(JSON.stringify(payload)).digest("hex");
  const { organizationId, id: principalId } = principal;
  return replayWrite(product, { organizationId, principalId, route, key }, payloadSha256, write);
}
