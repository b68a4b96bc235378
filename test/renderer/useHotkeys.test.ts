// @vitest-environment happy-dom
import { effectScope, type EffectScope } from 'vue'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hotkeys, listenForHotkeys, spellKeys, useHotkeys } from '../../renderer/src/composables/useHotkeys.ts'

let scope: EffectScope
let ran: string[]

const press = (key: string, init: KeyboardEventInit = {}, target: EventTarget = document.body) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }))

beforeEach(() => {
  ran = []
  scope = effectScope()
  scope.run(() => {
    listenForHotkeys()
    useHotkeys(['mod+k', '?', 'g s', 's'].map((keys) => ({ keys, label: keys, run: () => void ran.push(keys) })))
  })
})
afterEach(() => scope.stop())

describe('hotkeys', () => {
  it('answers to a key, a key with Ctrl or Command, and one key after another', () => {
    press('?')
    press('k', { ctrlKey: true })
    press('K', { metaKey: true })
    press('g')
    press('s')
    expect(ran).toEqual(['?', 'mod+k', 'mod+k', 'g s'])
  })

  it('leaves keys to whoever types, but not those with Ctrl', () => {
    const input = document.body.appendChild(document.createElement('input'))
    press('?', {}, input)
    press('k', { ctrlKey: true }, input)
    expect(ran).toEqual(['mod+k'])
  })

  it('leaves keys to an open dialog', () => {
    const dialog = document.body.appendChild(document.createElement('div'))
    dialog.setAttribute('role', 'dialog')
    press('?', {}, dialog)
    expect(ran).toEqual([])
  })

  it('ends with the scope that asked for it', () => {
    scope.stop()
    press('?')
    expect(ran).toEqual([])
    expect(hotkeys).toEqual([])
  })

  it('spells keys as they stand on the keyboard', () => {
    expect(spellKeys('g s')).toEqual(['G', 'S'])
    expect(spellKeys('mod+k').at(-1)).toBe('K')
  })
})
