import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openSession } from '../../main/project.ts'
import { findStudy } from '../../main/search/store.ts'
import type { StudyDetails } from '../../main/search/types.ts'
import { openForReading } from '../../main/storage/open.ts'
import { createRandomShop } from '../features/randomShop.ts'

const trials = 12

/** The command line in a process of its own. */
const startSearch = (project: string, config: string, ...more: string[]) => {
  const given = ['search', project, '--method', 'random', '--trials', `${trials}`, '--engine', 'wasm', '--json']
  const cli = join(import.meta.dirname, '../../main/host/cli.ts')
  const all = [cli, ...given, '--horizon', '60', '--config', config, ...more]
  return spawn(process.execPath, all, { stdio: ['ignore', 'ignore', 'inherit'] })
}

it('marks a search whose process was killed as interrupted, and lets it go on', async () => {
  const { shop } = createRandomShop(4, 'UTC', 150)
  try {
    const { path } = shop.project
    shop.project.database.close()
    const config = join(import.meta.dirname, 'oneEpoch.json')
    const running = startSearch(path, config)
    const ended = once(running, 'exit')
    while (studyIn(path).trialsDone === 0) {
      expect(running.exitCode).toBeNull()
      await pause(20)
    }
    running.kill('SIGKILL')
    expect(await ended).toEqual([null, 'SIGKILL'])
    expect(studyIn(path)).toMatchObject({ state: 'running' })

    const session = await openSession(path)
    expect(session.readOnly).toBe(false)
    const kept = findStudy(session.project.database, 1)
    await session.close()
    expect(kept.state).toBe('interrupted')
    expect(kept.trialsDone).toBeLessThan(trials)

    const [code] = await once(startSearch(path, config, '--resume', '1'), 'exit')
    expect(code).toBe(0)
    const whole = studyIn(path)
    expect(whole).toMatchObject({ state: 'done', trialsDone: trials })
    expect(whole.trials.slice(0, kept.trialsDone)).toEqual(kept.trials)
  } finally {
    shop.close()
  }
})

const none: Pick<StudyDetails, 'state' | 'trialsDone' | 'trials'> = { state: 'running', trialsDone: 0, trials: [] }

/** The only study, as another process sees it; none until it has begun. */
function studyIn(path: string): typeof none {
  const { database } = openForReading(path)
  try {
    const begun = database.prepare('SELECT COUNT(*) FROM study').pluck().get() === 1
    return begun ? findStudy(database, 1) : none
  } finally {
    database.close()
  }
}
