import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { AssayError, toAssayError } from '../../base/errors.ts'
import { zipFiles, type NamedFile } from '../../base/zip.ts'

/**
 * Writes an export, all or nothing: a ZIP where the path ends so, else a folder. A folder that is there is replaced only
 * where it is empty or an export. Throws `file.exists` for any other, and what writing can throw.
 */
export function writeExport(path: string, files: NamedFile[]): void {
  const unfinished = `${path}.part`
  if (extname(path) !== '.zip') refuseForeignFolder(path)
  try {
    rmSync(unfinished, { recursive: true, force: true })
    if (extname(path) === '.zip') writeFileSync(unfinished, zipFiles(files))
    else writeFolder(unfinished, files)
    if (extname(path) !== '.zip') rmSync(path, { recursive: true, force: true })
    renameSync(unfinished, path)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    throw toAssayError(error)
  }
}

function writeFolder(folder: string, files: NamedFile[]): void {
  mkdirSync(folder, { recursive: true })
  for (const { name, bytes } of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), bytes)
  }
}

function refuseForeignFolder(path: string): void {
  if (!existsSync(path)) return
  const isOurs = () => (JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8')) as { format?: unknown }).format
  try {
    if (readdirSync(path).length === 0 || isOurs() === 'assay-export') return
  } catch {
    // No folder, or no manifest that can be read: nothing of ours.
  }
  throw new AssayError('file.exists', { path })
}
