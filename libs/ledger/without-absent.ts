/** Optional fields are absent, never null. */
export function withoutAbsent<T extends object>(value: T): T {
  const present: Partial<T> = {};
  for (const name in value) if (value[name] !== undefined && value[name] !== null) present[name] = value[name];
  return present as T;
}
