import { dismantle, release } from '../base/handover.ts'
import type { Work } from '../base/job.ts'
import type { Trainer } from '../context.ts'
import type { ScoringData, TrainingData } from '../features/types.ts'

/** Bytes sent at once: each message is held several times on its way. */
const pieceBytes = 1 << 22

/**
 * Moves rows to a trainer, column by column, and frees each here as soon as it is there, so that both processes together
 * hold the rows once. The data are empty afterwards.
 */
export async function sendRows(trainer: Trainer, data: TrainingData | ScoringData, work: Work): Promise<void> {
  const { shell, columns } = dismantle(data)
  await trainer.call('load', shell, work)
  for (const [index, column] of columns.entries()) {
    const length = pieceBytes / column.BYTES_PER_ELEMENT
    for (let from = 0; from < column.length; from += length) {
      work.checkpoint()
      const values = column.slice(from, from + length)
      await trainer.call('fill', { index, from, values }, work)
      release(values)
    }
    release(column)
  }
}
