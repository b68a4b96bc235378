/** The run that a finished training names in its result; null where it names none. */
export function runIdOf(result: unknown): number | null {
  if (typeof result !== 'object' || result === null || !('runId' in result)) return null
  return typeof result.runId === 'number' ? result.runId : null
}
