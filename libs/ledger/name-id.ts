import { hash } from 'node:crypto';

/** A stable UUID for a name inside a namespace (imports, once-a-day refusals): version 5 of RFC 9562. */
export function nameId(namespace: string, name: string): string {
  const space = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  if (space.length !== 16) throw new TypeError('the namespace of a name is a UUID');
  const digest = hash('sha1', Buffer.concat([space, Buffer.from(name)]), 'hex');
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 0b11) | 0b1000).toString(16);
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `5${digest.slice(13, 16)}`, variant + digest.slice(17, 20), digest.slice(20, 32)];
  return parts.join('-');
}
