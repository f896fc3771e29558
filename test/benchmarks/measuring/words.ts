export function count(number: number): string {
  return number.toLocaleString('en').replaceAll(',', ' ');
}

export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MiB`;
}
