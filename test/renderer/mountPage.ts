import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { NDialogProvider, NMessageProvider } from 'naive-ui'
import { createPinia, setActivePinia } from 'pinia'
import { defineComponent, h, type Component } from 'vue'
import type { EventName, Events } from '../../main/contract.ts'
import { useCarrier, type CommandName } from '../../renderer/src/client/client.ts'
import { useJobs } from '../../renderer/src/composables/useJobs.ts'
import { useProject } from '../../renderer/src/composables/useProject.ts'
import { i18n } from '../../renderer/src/i18n.ts'
import { router } from '../../renderer/src/router.ts'

type Answers = Partial<Record<CommandName, (input: never) => unknown>>

export interface Stage {
  page: VueWrapper
  /** Inputs that a command was called with, in order. */
  calls(name: CommandName): unknown[]
  tell<Name extends EventName>(event: Name, data: Events[Name]): Promise<void>
  /** Waits until nothing is under way any more. */
  settle(): Promise<void>
}

/** Answers commands from `answers` in place of the app; a command without an answer fails as unknown. */
export function stageCarrier(answers: Answers): Omit<Stage, 'page'> {
  setActivePinia(createPinia())
  const asked: { name: string; input: unknown }[] = []
  const listeners = new Map<string, ((data: never) => void)[]>()
  useCarrier({
    async call(name, input) {
      asked.push({ name, input })
      const answer = answers[name as CommandName]
      if (answer) return { ok: true, value: answer(input as never) }
      return { ok: false, error: { code: 'command.unknown', message: name, details: { name } } }
    },
    on(event, listener) {
      listeners.set(event, [...(listeners.get(event) ?? []), listener as (data: never) => void])
      return () => {}
    },
    refer: () => Promise.reject(new Error('no files here')),
    download: () => {},
  })
  const settle = async () => {
    for (let round = 0; round < 5; round++) await flushPromises()
  }
  return {
    calls: (name) => asked.filter((one) => one.name === name).map(({ input }) => input),
    settle,
    async tell(event, data) {
      for (const listener of listeners.get(event) ?? []) listener(data as never)
      await settle()
    },
  }
}

/** There is no layout here, and charts refuse to draw without a size. */
function giveSizes(): void {
  for (const [name, pixels] of [
    ['clientWidth', 800],
    ['clientHeight', 400],
  ] as const) {
    // prettier-ignore
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => pixels })
  }
}

/** A page as the frame shows it, with an open project. Words are English. */
export async function mountPage(component: Component, answers: Answers): Promise<Stage> {
  const stage = stageCarrier({ 'job.list': () => [], ...answers })
  giveSizes()
  i18n.global.locale.value = 'en'
  await Promise.all([useProject().start(), useJobs().start()])
  const page = mount(
    defineComponent({
      render: () => h(NDialogProvider, () => h(NMessageProvider, () => h(component))),
    }),
    {
      attachTo: document.body,
      global: { plugins: [i18n, router] },
    },
  )
  await stage.settle()
  return { page, ...stage }
}

/** The button with these words, wherever it stands. */
export function buttonNamed(words: string): HTMLElement {
  const found = [...document.querySelectorAll('button')].find((button) => button.textContent?.trim() === words)
  if (!found) throw new Error(`there is no button “${words}”`)
  return found
}
