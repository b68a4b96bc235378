import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { resourcesFolder } from '../../base/resources.ts'
import type { Scorer } from './types.ts'

/** The files that score outside Assay, and here where one record at a time is asked for. */
export const scorerFolder = join(resourcesFolder, 'export')
export const scorerFiles = ['score.js', 'network.js'] as const

export const loadScorer = async (): Promise<Scorer> =>
  (await import(pathToFileURL(join(scorerFolder, scorerFiles[0])).href)) as Scorer
