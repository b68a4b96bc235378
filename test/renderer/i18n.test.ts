// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { h } from 'vue'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '../../renderer/src/client/error.ts'
import ErrorState from '../../renderer/src/components/ErrorState.vue'
import Sentence from '../../renderer/src/components/Sentence.vue'
import { i18n, sentenceParts, setLanguage } from '../../renderer/src/i18n.ts'

const plugins = [i18n, createPinia()]
const { t, te } = i18n.global

afterEach(() => setLanguage('en'))

describe('words', () => {
  it('fill names, and change with the language at once', () => {
    expect(t('common.palette.useRun', { id: 7 })).toBe('Show run #7')
    setLanguage('zh-CN')
    expect(t('common.palette.useRun', { id: 7 })).toBe('查看运行 #7')
    expect(document.documentElement.lang).toBe('zh-CN')
  })

  it('are found under keys that files write with dots', () => {
    expect(te('errors.project.none', 'en')).toBe(true)
    expect(t('jobs.commands.dataset.import')).toBe('Importing')
  })

  it('come in parts, names apart from text', () => {
    expect(sentenceParts('jobs.doneOf')).toEqual(['', 'done', ' of ', 'total', ''])
  })
})

describe('a sentence with figures', () => {
  it('sets the figures in bold and keeps markup in them as text', () => {
    const sentence = mount(
      { render: () => h('p', [h(Sentence, { path: 'jobs.doneOf', figures: { done: '<i>3</i>', total: 21 } })]) },
      { global: { plugins } },
    )
    expect(sentence.findAll('b').map((each) => each.text())).toEqual(['<i>3</i>', '21'])
    expect(sentence.text()).toBe('<i>3</i> of 21')
  })
})

describe('an error', () => {
  const words = (error: unknown) => mount(ErrorState, { props: { error }, global: { plugins } }).text()

  it('says what was expected, what was found, and what to do', () => {
    const text = words(new AppError('project.newer', { path: '/a.assay', expected: 2, found: 9 }))
    expect(text).toContain('expected format 2 at most, found 9 in /a.assay')
    expect(text).toContain('Update Assay')
  })

  it('does so in Chinese', () => {
    setLanguage('zh-CN')
    expect(words(new AppError('file.missing', { path: '/a.csv' }))).toContain('应有文件 /a.csv')
  })

  it('words a mismatch that comes as expected and found', () => {
    const error = new AppError('input.invalid', { field: 'timezone', expected: 'an IANA name', found: 'Mars' })
    expect(words(error)).toContain('“timezone” does not fit: expected an IANA name, found Mars.')
  })

  it('shows what was thrown where it is no error of the app', () => {
    expect(words(new TypeError('x is undefined'))).toContain('This page failed: x is undefined')
  })
})
