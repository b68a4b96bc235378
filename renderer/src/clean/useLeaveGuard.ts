import { useDialog } from 'naive-ui'
import { onScopeDispose, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'

/** Asks before another page takes the place of this one while something on it would be lost. */
export function useLeaveGuard(wouldLose: Ref<boolean>): void {
  const { t } = useI18n()
  const dialog = useDialog()
  const router = useRouter()

  const ask = () =>
    new Promise<boolean>((resolve) => {
      const stay = () => resolve(false)
      dialog.warning({
        title: t('clean.leave.title'),
        content: t('clean.leave.text'),
        positiveText: t('clean.leave.leave'),
        negativeText: t('clean.leave.stay'),
        onPositiveClick: () => resolve(true),
        onNegativeClick: stay,
        onClose: stay,
        onEsc: stay,
        onMaskClick: stay,
      })
    })
  onScopeDispose(router.beforeEach((to, from) => (to.name === from.name || !wouldLose.value ? true : ask())))

  const unload = (event: BeforeUnloadEvent) => wouldLose.value && event.preventDefault()
  window.addEventListener('beforeunload', unload)
  onScopeDispose(() => window.removeEventListener('beforeunload', unload))
}
