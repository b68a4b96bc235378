/** How well a label answers what was typed: higher is better, 0 is not at all. Letters may be skipped, order may not. */
export function scoreMatch(label: string, typed: string): number {
  const text = label.toLocaleLowerCase()
  const query = typed.trim().toLocaleLowerCase()
  if (query === '') return 1
  const at = text.indexOf(query)
  if (at >= 0) return 1000 - at
  let position = -1
  let skipped = 0
  for (const letter of query) {
    const next = text.indexOf(letter, position + 1)
    if (next < 0) return 0
    skipped += next - position - 1
    position = next
  }
  return Math.max(1, 500 - skipped)
}
