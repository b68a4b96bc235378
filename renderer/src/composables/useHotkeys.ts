import { onScopeDispose, reactive } from 'vue'

export interface Hotkey {
  /** `mod+k` (Ctrl, or Command on a Mac), `?`, or one key after another: `g s`. */
  keys: string
  /** Of a combination with `mod`: left to text fields while one is being typed in, such as their own undo. */
  sparesTyping?: boolean
  /** A key of the locale: what it does. */
  label: string
  run(): void
}

/** Everything in force now; the list under "?" shows it. */
export const hotkeys: Hotkey[] = reactive([])

let before: { key: string; at: number } | null = null
/** How long the second key of a pair may take. */
const pairMs = 1200

/** Puts hotkeys in force as long as the caller's scope lives. */
export function useHotkeys(added: Hotkey[]): void {
  hotkeys.push(...added)
  onScopeDispose(() => {
    for (const hotkey of added) {
      const index = hotkeys.findIndex(({ keys, label }) => keys === hotkey.keys && label === hotkey.label)
      if (index >= 0) hotkeys.splice(index, 1)
    }
  })
}

/** Listens on the whole window; call once. */
export function listenForHotkeys(): void {
  const heard = (event: KeyboardEvent) => {
    const hotkey = match(event)
    if (!hotkey) return
    event.preventDefault()
    hotkey.run()
  }
  window.addEventListener('keydown', heard)
  onScopeDispose(() => window.removeEventListener('keydown', heard))
}

function match(event: KeyboardEvent): Hotkey | undefined {
  const withModifier = event.ctrlKey || event.metaKey
  if (event.altKey || event.isComposing || (!withModifier && isTyping(event.target))) return undefined
  const key = event.key.toLowerCase()
  if (withModifier) {
    const combination = `mod+${event.shiftKey ? 'shift+' : ''}${key}`
    return hotkeys.find(({ keys, sparesTyping }) => keys === combination && !(sparesTyping && isTyping(event.target)))
  }
  const first = before && event.timeStamp - before.at < pairMs ? before.key : null
  before = { key, at: event.timeStamp }
  return (
    hotkeys.find(({ keys }) => keys === (first ? `${first} ${key}` : '')) ?? hotkeys.find(({ keys }) => keys === key)
  )
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.closest('[role="dialog"], [aria-modal="true"]')) return true
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !isButton(target))
}

const isButton = (input: HTMLInputElement) => ['checkbox', 'radio', 'button', 'submit'].includes(input.type)

const isMac = /mac/i.test(navigator.userAgent)

/** `mod+k` as it stands on the reader's keyboard. */
export const spellKeys = (keys: string): string[] =>
  keys.split(/[ +]/).map((key) => (key === 'mod' ? (isMac ? '⌘' : 'Ctrl') : key.length === 1 ? key.toUpperCase() : key))
