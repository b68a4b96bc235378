import { appendFileSync, existsSync, readFileSync, renameSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { AssayError } from '../base/errors.ts'

export type LogLevel = 'info' | 'warn' | 'error'

export interface Log {
  write(level: LogLevel, what: unknown): void
  /** The newest lines, oldest first. */
  tail(lines: number): string[]
}

const keptFiles = 3

/** A log of at most three files of `maxBytes` each. Personal data are taken out before a line is written. */
export function createLog(folder: string, maxBytes = 512 * 1024): Log {
  const paths = Array.from({ length: keptFiles }, (_, age) =>
    join(folder, age === 0 ? 'assay.log' : `assay.${age}.log`),
  )

  function rotate(): void {
    for (let age = keptFiles - 1; age > 0; age--) {
      if (existsSync(paths[age - 1])) renameSync(paths[age - 1], paths[age])
    }
  }

  return {
    write(level, what) {
      const line = `${new Date().toISOString()} ${level} ${describe(what)}\n`
      try {
        const size = statSync(paths[0], { throwIfNoEntry: false })?.size ?? 0
        if (size > 0 && size + line.length > maxBytes) rotate()
        appendFileSync(paths[0], line, { mode: 0o600 })
      } catch (error) {
        // A full disk must not end the work that only wanted to say something.
        process.stderr.write(`the log can't be written: ${error instanceof Error ? error.message : String(error)}\n`)
      }
    },
    tail(lines) {
      const texts = [...paths].reverse().map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : ''))
      return texts.join('').trimEnd().split('\n').slice(-lines)
    },
  }
}

/** What goes into the log: an error's code and frames, never its parameters, which may quote the user's data. */
function describe(what: unknown): string {
  if (!(what instanceof Error)) return withoutPersonalData(String(what))
  const headline = what instanceof AssayError ? what.code : `${what.name}: ${what.message}`
  const frames = (what.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return withoutPersonalData([headline, ...frames].join('\n'))
}

const longest = 4000
const quoted = /"[^"\n]*"|'[^'\n]*'|`[^`\n]*`/g
const path = /(?:file:\/\/)?(?:[A-Za-z]:)?[\\/](?:[^\s\\/:()'"]+[\\/])+([^\s\\/()'"]*)/g
const mail = /[^\s@]+@[^\s@]+\.[^\s@]+/g
const longNumber = /\d{5,}/g

/** Leaves base names of paths, and hides quoted text, addresses and long numbers, where data and ids would stand. */
export function withoutPersonalData(text: string): string {
  return text
    .replaceAll(homedir(), '/~')
    .replace(quoted, (part) => (/[\\/]/.test(part) ? `'${part.slice(1, -1).split(/[\\/]/).pop()}'` : "'…'"))
    .replace(path, '$1')
    .replace(mail, '…')
    .replace(longNumber, '#')
    .slice(0, longest)
}

/** Sends what the code prints as warnings and errors to the log as well. Returns the way back. */
export function logConsole(log: Log): () => void {
  const { warn, error } = console
  console.warn = (...parts: unknown[]) => {
    log.write('warn', parts[0])
    warn(...parts)
  }
  console.error = (...parts: unknown[]) => {
    log.write('error', parts[0])
    error(...parts)
  }
  return () => Object.assign(console, { warn, error })
}
