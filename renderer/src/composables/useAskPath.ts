import { NInput, useDialog } from 'naive-ui'
import { h, ref } from 'vue'
import { useI18n } from 'vue-i18n'

/** Asks for a path on this machine, where the host has no file dialogs. Null when dismissed. */
export function useAskPath(): (title: string, action: string, suggested: string) => Promise<string | null> {
  const dialog = useDialog()
  const { t } = useI18n()

  return (title, action, suggested) =>
    new Promise((resolve) => {
      const path = ref(suggested)
      const accept = () => resolve(path.value.trim() || null)
      const shown = dialog.create({
        title,
        showIcon: false,
        positiveText: action,
        negativeText: t('common.cancel'),
        content: () =>
          h(NInput, {
            value: path.value,
            autofocus: true,
            placeholder: t('project.path'),
            'onUpdate:value': (value: string) => (path.value = value),
            inputProps: { 'aria-label': title, spellcheck: false },
            onKeydown: (event: KeyboardEvent) => {
              if (event.key !== 'Enter' || event.isComposing) return
              // The focus goes back to the button that asked, which must not take this Enter for a click.
              event.preventDefault()
              accept()
              shown.destroy()
            },
          }),
        onPositiveClick: accept,
        onAfterLeave: () => resolve(null),
      })
    })
}
