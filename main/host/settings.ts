import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Events } from '../contract.ts'
import { languages, type Settings } from './contract.ts'

const bounds = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
  maximized: z.boolean(),
})
export type WindowBounds = z.infer<typeof bounds>

const stored = z.object({
  language: z.enum([...languages, 'system']).default('system'),
  theme: z.enum(['light', 'dark', 'system']).default('system'),
  recents: z.array(z.object({ path: z.string(), name: z.string(), openedAtMs: z.number() })).default([]),
  window: bounds.nullable().default(null),
})
/** Everything the settings file holds: what the screens see, and what only a window needs. */
export type StoredSettings = z.infer<typeof stored>

export interface SettingsStore {
  read(): StoredSettings
  change(patch: Partial<StoredSettings>): StoredSettings
  /** Puts a project first among the recent ones. */
  rememberProject(project: { path: string; name: string }): void
  forgetProject(path: string): void
}

const keptRecents = 12

/** What the screens may see of the settings. */
export const publicSettings = ({ language, theme, recents }: StoredSettings): Settings => ({ language, theme, recents })

/**
 * Settings as a JSON file. Every change reads the file again first, so that two hosts of one user keep each other's
 * changes; a damaged file is set aside as `settings.damaged.json` and the defaults apply.
 */
export function createSettingsStore(folder: string): SettingsStore {
  const path = join(folder, 'settings.json')

  function read(): StoredSettings {
    if (!existsSync(path)) return stored.parse({})
    try {
      return stored.parse(JSON.parse(readFileSync(path, 'utf8')))
    } catch {
      renameSync(path, join(folder, 'settings.damaged.json'))
      console.warn('the settings were damaged and have been set aside')
      return stored.parse({})
    }
  }

  function change(patch: Partial<StoredSettings>): StoredSettings {
    const next = { ...read(), ...patch }
    // Written whole, then renamed over the old one: a crash leaves the one or the other.
    const half = `${path}.${process.pid}.new`
    writeFileSync(half, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 })
    renameSync(half, path)
    return next
  }

  const othersThan = (path: string) => read().recents.filter((recent) => recent.path !== path)
  return {
    read,
    change,
    rememberProject({ path, name }) {
      const recents = [{ path, name, openedAtMs: Date.now() }, ...othersThan(path)]
      change({ recents: recents.slice(0, keptRecents) })
    },
    forgetProject(path) {
      change({ recents: othersThan(path) })
    },
  }
}

/** Listens to the app's events: a project that was opened goes to the top of the recent ones. */
export function rememberOpened(settings: SettingsStore): (name: string, data: unknown) => void {
  let last: string | null = null
  return (name, data) => {
    if (name !== 'project.changed') return
    const project = data as Events['project.changed']
    if (project && project.path !== last) settings.rememberProject(project)
    last = project?.path ?? null
  }
}
