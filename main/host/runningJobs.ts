import type { Words } from '../base/resources.ts'
import type { Events } from '../contract.ts'
import type { Electron, ElectronWindow } from './electronApi.ts'

export interface RunningJobs {
  hear(name: string, data: unknown): void
  forgetAll(): void
  /** While jobs run, closing the window asks first: what they have done so far would be lost. */
  askBeforeClosing(electron: Electron, window: ElectronWindow, words: () => Words): void
}

/** Knows from the events which jobs run. */
export function createRunningJobs(): RunningJobs {
  const running = new Set<string>()
  return {
    hear(name, data) {
      if (name === 'job.progress') running.add((data as Events['job.progress']).jobId)
      if (name === 'job.ended') running.delete((data as Events['job.ended']).id)
    },
    forgetAll: () => running.clear(),
    askBeforeClosing(electron, window, words) {
      window.on('close', (event) => {
        if (running.size === 0) return
        event.preventDefault()
        void confirmed(electron, window, words()).then((close) => {
          if (close) window.destroy()
        })
      })
    },
  }
}

async function confirmed(electron: Electron, window: ElectronWindow, words: Words): Promise<boolean> {
  const { response } = await electron.dialog.showMessageBox(window, {
    type: 'question',
    message: words.say('host.closing.question'),
    detail: words.say('host.closing.detail'),
    buttons: [words.say('host.closing.stay'), words.say('host.closing.close')],
    defaultId: 0,
    cancelId: 0,
  })
  return response === 1
}
