import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError } from '../../base/errors.ts'
import { resourcesFolder } from '../../base/resources.ts'
import { templateSchema, type Template } from './template.ts'

let loaded: Template[] | null = null

/** The templates that come with Assay, by name. Throws `template.damaged`. */
export function builtInTemplates(): Template[] {
  loaded ??= readTemplates(join(resourcesFolder, 'templates'))
  return loaded
}

/** Every template of a folder, by file name. */
export function readTemplates(folder: string): Template[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return files.sort().map((file) => readTemplate(join(folder, file), file))
}

function readTemplate(path: string, name: string): Template {
  try {
    return templateSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    throw new AssayError('template.damaged', { name, problem: error instanceof Error ? error.message : `${error}` })
  }
}
