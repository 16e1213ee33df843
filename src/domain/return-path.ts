// Where to go after signing in: a page of the console, never anywhere else.

export const consoleStartPath = "/console/";

/** Where an identity provider sends people back to. */
export const callbackPath = "/console/oidc/callback";

const base = "http://console.invalid";

/** The path as a browser would read it, when that is a page of the console; else the console's first page. */
export function parseReturnPath(text: string | undefined): string {
  if (text === undefined || text.length > 1_000 || !URL.canParse(text, base)) return consoleStartPath;
  const { origin, pathname, search, hash } = new URL(text, base);
  const isPage =
    origin === base && /^\/console(?:\/|$)/.test(pathname) && !/^\/console\/oidc\//.test(pathname);
  return isPage ? `${pathname}${search}${hash}` : consoleStartPath;
}
