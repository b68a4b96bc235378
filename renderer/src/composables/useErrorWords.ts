import { useI18n } from 'vue-i18n'
import { toAppError } from '../client/error.ts'

export interface ErrorWords {
  /** What was expected and what was found. */
  sentence: string
  /** What to do about it; empty where there is nothing to say. */
  advice: string
}

/** Words an error in the reader's language. */
export function useErrorWords() {
  const { t, te } = useI18n()

  function words(thrown: unknown): ErrorWords {
    const { code, details: given } = toAppError(thrown)
    const details = { problem: t('errors.mismatch', given), ...given }
    const known = te(`errors.${code}`, 'en')
    const advice = `errors.advice.${code}`
    return {
      sentence: known ? t(`errors.${code}`, details) : t('errors.internal', { message: code }),
      advice: te(advice, 'en') ? t(advice, details) : '',
    }
  }

  return { words, sentence: (thrown: unknown) => words(thrown).sentence }
}
