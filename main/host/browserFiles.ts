import { randomUUID } from 'node:crypto'
import { createWriteStream, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AssayError } from '../base/errors.ts'
import type { FileRef, FileTarget } from '../base/files.ts'

/** Files on their way between a browser and the app, in a temporary folder that goes when the host ends. */
export interface BrowserFiles {
  /** Stores a request's body as it comes; memory stays flat. */
  receive(request: IncomingMessage, name: string): Promise<{ upload: string }>
  resolveFile(file: FileRef): string
  resolveTarget(target: FileTarget): string
  /** The path of a file that the app has written for download, or null. */
  download(name: string): string | null
  remove(): void
}

const folderPrefix = 'assay-browser-'

export function createBrowserFiles(): BrowserFiles {
  removeLeftovers()
  const folder = mkdtempSync(join(tmpdir(), `${folderPrefix}${process.pid}-`))
  const uploads = new Map<string, string>()
  const downloads = new Map<string, string>()

  return {
    async receive(request, name) {
      const length = Number(request.headers['content-length'] ?? 0)
      refuseOverfull(folder, length)
      const upload = randomUUID()
      const path = join(folder, upload, plainName(name))
      mkdirSync(join(folder, upload))
      try {
        await pipeline(request, createWriteStream(path))
      } catch (error) {
        rmSync(join(folder, upload), { recursive: true, force: true })
        throw error
      }
      uploads.set(upload, path)
      return { upload }
    },
    resolveFile(file) {
      if ('path' in file) return file.path
      const path = uploads.get(file.upload)
      if (!path) throw new AssayError('file.missing', { path: file.upload })
      return path
    },
    resolveTarget(target) {
      if ('path' in target) return target.path
      // A folder of its own: the same name may be offered again while the older file is still being read.
      const path = join(mkdtempSync(join(folder, 'download-')), plainName(target.download))
      downloads.set(target.download, path)
      return path
    },
    download: (name) => downloads.get(name) ?? null,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A name that stays in its folder on every system. */
function plainName(name: string): string {
  const last = basename(name.replaceAll('\\', '/'))
  // eslint-disable-next-line no-control-regex
  const plain = last.replace(/[\u0000-\u001f<>:"|?*]/g, '_').replace(/^\.+/, '_')
  return plain.slice(-200) || 'file'
}

function refuseOverfull(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder)
  if (bytes > bavail * bsize) throw new AssayError('disk.full', { path: folder })
}

/** Removes what hosts left behind that were killed. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${folderPrefix}(\\d+)-`).exec(name)?.[1])
    if (pid && !isRunning(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM'
  }
}
