import { useI18n } from 'vue-i18n'

/** Words a reject's reason: `missing.user_id` names the problem and the field it is with. */
export function useRejectWords(): (reason: string) => string {
  const { t, te } = useI18n()
  return (reason) => {
    if (te(`dataset.rejects.${reason}`, 'en')) return t(`dataset.rejects.${reason}`)
    const [problem, field] = reason.split('.')
    if (!field || !te(`dataset.rejects.${problem}.field`, 'en')) return reason
    const name = te(`dataset.fields.${field}`, 'en') ? t(`dataset.fields.${field}`) : field
    return t(`dataset.rejects.${problem}.field`, { field: name })
  }
}
