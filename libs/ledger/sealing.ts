/** What stands in stored data where a personal text was: only a key ring can open it. */
export interface SealedText {
  readonly sealed: {
    /** Pseudonymous id of the person whose key it is. */
    readonly subject: string;
    readonly keyVersion: number;
    /** base64url: 96-bit nonce, ciphertext and tag. */
    readonly nonce: string;
    readonly text: string;
  };
}

export function isSealed(value: unknown): value is SealedText {
  return typeof value === 'object' && value !== null && 'sealed' in value;
}

export type Opened =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'destroyed'; readonly since: string } | { readonly kind: 'keyLost' };

/** Seals personal texts under per-subject keys (AES-256-GCM). `context` is bound to the ciphertext and must be given again to open it. */
export interface KeyRing {
  /** Creates missing keys, durable before it resolves: a sealed text without its key is lost. */
  prepare(subjects: readonly string[]): Promise<void>;
  seal(subject: string, text: string, context: string): SealedText;
  /** At once when the key is at hand; a promise when it has to be fetched. */
  open(value: SealedText, context: string): Opened | Promise<Opened>;
}

/** The additional data of one sealed field. */
export function sealContext(eventId: string, field: string): string {
  return `${eventId}|${field}`;
}
