import { statSync } from 'node:fs'
import { extname, join, normalize, sep } from 'node:path'

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

export interface StaticFile {
  path: string
  size: number
  contentType: string
}

/**
 * The file of `folder` that a URL's path names, or null: no such file, an unknown type, or a way out of the folder.
 * `/` is `index.html`.
 */
export function findStaticFile(folder: string, urlPath: string): StaticFile | null {
  let asked: string
  try {
    asked = decodeURIComponent(urlPath)
  } catch {
    return null
  }
  if (asked.includes('\0') || asked.includes('\\')) return null
  const path = normalize(join(folder, asked === '/' ? 'index.html' : asked))
  const contentType = contentTypes[extname(path)]
  if (!path.startsWith(normalize(folder) + sep) || !contentType) return null
  const found = statSync(path, { throwIfNoEntry: false })
  return found?.isFile() ? { path, size: found.size, contentType } : null
}
