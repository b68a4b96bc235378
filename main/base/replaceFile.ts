import { access, constants, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AssayError, toAssayError } from './errors.ts'

/**
 * Has a file written beside the target and renames it, so that a reader sees the old file or the whole new one, and what is
 * cancelled or fails leaves nothing. Gives what `write` gives. Throws `target.folder`, `target.noFolder`, `target.readOnly`,
 * `target.open` and what writing can throw.
 */
export async function replaceFile<Result>(
  path: string,
  write: (temporary: string) => Promise<Result>,
): Promise<Result> {
  await refuseTarget(path)
  const temporary = `${path}.${process.pid}.tmp`
  try {
    const result = await write(temporary).catch((error: unknown) =>
      Promise.reject(writingError(error, path, temporary)),
    )
    await rename(temporary, path).catch((error: unknown) => Promise.reject(renamingError(error, path)))
    return result
  } finally {
    await rm(temporary, { force: true })
  }
}

/** Looked at before anything is computed, too: nobody should wait for a report that can't be put down. */
export async function refuseTarget(path: string): Promise<void> {
  const found = await stat(path).catch(() => null)
  if (found?.isDirectory()) throw new AssayError('target.folder', { path })
  const folder = await stat(dirname(path)).catch(() => null)
  if (!folder?.isDirectory()) throw new AssayError('target.noFolder', { path: dirname(path) })
  if (!found) return
  // Where renaming is all it takes, a file that is marked read-only would be gone without a word.
  if ((found.mode & 0o222) === 0) throw new AssayError('target.readOnly', { path })
  for (const lock of locksOf(path)) {
    const isThere = await access(lock, constants.F_OK).then(() => true, () => false) // prettier-ignore
    if (isThere) throw new AssayError('target.open', { path })
  }
}

/** What LibreOffice and Microsoft Office leave beside a file that they have open. */
function locksOf(path: string): string[] {
  const [folder, name] = [dirname(path), basename(path)]
  return [`.~lock.${name}#`, `~$${name}`, `~$${name.slice(2)}`].map((lock) => join(folder, lock))
}

const refusals = ['EACCES', 'EPERM', 'EROFS']

/**
 * No file can be made in the target's folder, whether that is told here or by another thread, which knows the file beside the
 * target alone: nobody has heard of that one.
 */
export function writingError(error: unknown, path: string, temporary = ''): AssayError {
  const known = toAssayError(error)
  const isBeside =
    known.params.path === temporary && (known.code === 'file.missing' || known.code === 'file.unreadable')
  return isBeside || refusals.includes(codeOf(error)) ? new AssayError('target.readOnly', { path }) : known
}

/** Windows refuses to replace a file that another program has open. */
export const renamingError = (error: unknown, path: string): AssayError =>
  [...refusals, 'EBUSY', 'ETXTBSY'].includes(codeOf(error)) ? new AssayError('target.open', { path }) : toAssayError(error) // prettier-ignore

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
