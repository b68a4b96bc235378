import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { AssayError } from '../../base/errors.ts'
import { replaceFile } from '../../base/replaceFile.ts'
import type { Work } from '../../base/job.ts'
import { fitProductWords } from '../../features/actLog.ts'
import { fingerprintOf } from '../../features/fingerprint.ts'
import { readAhead } from '../../features/text/readAhead.ts'
import { buildScoringData } from '../../features/trainingData.ts'
import type { ExampleTable } from '../../features/types.ts'
import { loadWorld } from '../../features/world.ts'
import { readOperation } from '../../storage/operation.ts'
import { tablesOf } from '../tables.ts'
import { externalNames, findRun } from '../store.ts'
import { recordAt } from './records.ts'
import type { Vocabularies } from './types.ts'

const entityOfScores = { users: 'user', products: 'product', loyalty: 'pair' } as const

export interface RecordsInput {
  runId: number
  entity: keyof typeof entityOfScores
  path: string
}

/**
 * Writes the features of every row as of the end of the data, one JSON record a line, with the id in the user's file and a
 * pair's brand beside it. Throws `model.unknownRun`, `export.dataChanged`.
 */
export const exportRecordsOperation = readOperation(
  'model.exportRecords',
  async (project, { runId, entity, path }: RecordsInput, work) => {
    const run = findRun(project.database, runId)
    if (fingerprintOf(project, run.setup, 'training') !== run.fingerprint)
      throw new AssayError('export.dataChanged', { runId })
    const pretrained = await readAhead(project, run.setup, false, work)
    const data = buildScoringData(project, run.setup, work, pretrained)
    const table = tablesOf(data)[entityOfScores[entity]]
    const product = data.log ? fitProductWords(loadWorld(project, work)).vocabulary : undefined
    const names = externalNames(project.database, entity === 'products' ? 'product' : 'user')
    const brands = entity === 'loyalty' ? externalNames(project.database, 'brand') : null
    const lines = table ? linesOf(table, { ...data.vocabularies, product }, names, brands, work) : []
    await writeLines(path, lines)
    return { path, rows: table?.rows ?? 0 }
  },
)

function* linesOf(
  table: ExampleTable,
  vocabularies: Vocabularies,
  names: Map<number, string>,
  brands: Map<number, string> | null,
  work: Work,
): Generator<string> {
  for (let row = 0; row < table.rows; row++) {
    if (row % 1000 === 0) {
      work.checkpoint()
      work.progress('export', row, table.rows)
    }
    const id = names.get(table.ids[row]) ?? ''
    const brand = brands?.get(table.brandIds[row])
    yield `${JSON.stringify({ id, ...(brand !== undefined && { brand }), record: recordAt(table, row, vocabularies) })}\n`
  }
}

const writeLines = (path: string, lines: Iterable<string>): Promise<void> =>
  replaceFile(path, (unfinished) => pipeline(Readable.from(lines), createWriteStream(unfinished)))
