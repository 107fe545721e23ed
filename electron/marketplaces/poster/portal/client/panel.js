/* The admin panel's own script: dialogs, and the window of an application with its spinner. */
const data = JSON.parse(document.getElementById('portal-data')?.textContent ?? '{}');

for (const button of document.querySelectorAll('[data-opens]')) {
  button.addEventListener('click', () => document.getElementById(button.dataset['opens'])?.showModal());
}

const spinner = document.querySelector('[data-role="spinner"]');
if (spinner !== null) {
  window.addEventListener('message', (event) => {
    // The page in the window may be a frame of its own frames; only the panel itself is no application.
    if (event.source === window || event.data?.hideSpinner !== true || spinner.hidden) return;
    spinner.hidden = true;
    const body = new URLSearchParams({ formKey: data.formKey, windowId: data.windowId });
    void fetch(data.spinnerPath, { method: 'POST', body });
  });
}
document.body.dataset['ready'] = 'true';
