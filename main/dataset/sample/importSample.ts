import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Work } from '../../base/job.ts'
import type { AppContext } from '../../context.ts'
import { importOperation } from '../import.ts'
import type { ImportResult } from '../types.ts'
import { generateSampleShop } from './generate.ts'

/** Makes the sample shop's files and imports them into the open project, which should be an empty one. */
export async function importSample(context: AppContext, work: Work): Promise<ImportResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-sample-'))
  try {
    const { files } = await generateSampleShop(folder, {}, work)
    const results: ImportResult[] = []
    for (const { kind, path } of files) {
      results.push(await context.run(importOperation, { path, kind, mapping: {}, format: {}, known: [] }, work))
    }
    return results
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
