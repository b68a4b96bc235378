import { useI18n } from 'vue-i18n'

/** What was done to what, in the reader's language; an action without words speaks for itself. */
export function useActionWords() {
  const { t, te } = useI18n()
  const actionOf = (action: string) => (te(`history.actions.${action}`, 'en') ? t(`history.actions.${action}`) : action)
  return (action: string, subject: string) => t('history.step', { action: actionOf(action), subject }).trim()
}
