import { AssayError } from '../../base/errors.ts'
import type { Operation } from '../../storage/operation.ts'
import { readState, stateText, textOf } from '../../storage/state.ts'
import { isWhole } from './compactStore.ts'
import { withState } from './effectStore.ts'

/** What an operation takes that can be asked about the past. */
export interface AsOf {
  /** Id of a state of the data, as the history's entries name them; without one the state in force. */
  asOf?: number | null
}

/**
 * A read operation that answers for any state the data ever stood in: declared with this in the place of `readOperation`,
 * and with `asOf` in its command's input. Throws `history.unknown`, `history.compacted` beside what the operation throws.
 */
export const asOfOperation = <Input extends AsOf | null, Result>(
  name: string,
  run: Operation<Input, Result>['run'],
): Operation<Input, Result> => ({
  name,
  access: 'read',
  run(project, input, work) {
    const { database } = project
    if (input?.asOf == null) return run(project, input, work)
    const state = readState(database, input.asOf)
    if (textOf(state) === stateText(database)) return run(project, input, work)
    if (!isWhole(database, state)) throw new AssayError('history.compacted', { id: input.asOf })
    return withState(database, state, () => run(project, input, work), work)
  },
})
