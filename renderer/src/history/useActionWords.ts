import { useI18n } from 'vue-i18n'

/** What was done to what, in the reader's language; an action without words speaks for itself. */
export function useActionWords() {
  const { t, te } = useI18n()
  const actionOf = (action: string) => (te(`history.actions.${action}`, 'en') ? t(`history.actions.${action}`) : action)
  /** A step that changed rules names their kinds. */
  const subjectOf = (action: string, subject: string) =>
    action === 'clean.rules' ? subject.split(', ').map(kindOf).join(' · ') : subject
  const kindOf = (kind: string) => (te(`clean.kinds.${kind}`, 'en') ? t(`clean.kinds.${kind}`) : kind)
  const stepOf = (action: string, subject: string) =>
    t('history.step', { action: actionOf(action), subject: subjectOf(action, subject) }).trim()
  return { actionOf, subjectOf, stepOf }
}
