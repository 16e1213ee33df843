// Following a stream of server-sent events for as long as the component is there.
import { useEffect, useRef } from "preact/hooks";

/** `path` null follows nothing. Any of `names` tells `onEvent` its data; a stream that broke off is taken up again. */
export function useEvents(
  path: string | null,
  names: readonly string[],
  onEvent: (name: string, data: string) => void,
) {
  const latest = useRef(onEvent);
  latest.current = onEvent;
  const listed = names.join(" ");
  useEffect(() => {
    if (path === null) return;
    const source = new EventSource(path);
    for (const name of listed.split(" ")) {
      source.addEventListener(name, (event) => latest.current(name, String((event as MessageEvent).data)));
    }
    return () => source.close();
  }, [path, listed]);
}
