// Which addresses a key may be sent to.

/** The address, or what is wrong with it, to be read after its name. */
export function parseServiceUrl(address: string): URL | string {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return 'is no address: it looks like https://tickets.example.org';
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'has to begin with https://';
  if (url.username || url.password) return 'must not have a name or a password in it';
  if (url.search || url.hash) return 'must not have a ? or a # in it';
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return 'has to begin with https://: the key would travel in clear (http:// is for this machine alone)';
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
