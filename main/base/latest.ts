/** The answer kept by a key, made where there is none; of all answers the latest `most` stay. */
export function keepLatest<Answer>(kept: Map<string, Answer>, key: string, most: number, make: () => Answer): Answer {
  const answer = kept.get(key) ?? make()
  kept.delete(key)
  kept.set(key, answer)
  for (const oldest of kept.keys()) {
    if (kept.size <= most) break
    kept.delete(oldest)
  }
  return answer
}
