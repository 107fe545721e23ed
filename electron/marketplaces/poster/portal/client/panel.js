/*
 * The admin panel's own script: the window of an application with its spinner, and dialogs. Runs before the page is read on: an application
 * may well have loaded, and said so, before the rest of the panel has.
 */
let isHidden = false;

function hideSpinner() {
  const spinner = document.querySelector('[data-role="spinner"]');
  if (!isHidden || spinner === null || spinner.hidden) return;
  spinner.hidden = true;
  const data = JSON.parse(document.getElementById('portal-data').textContent);
  const body = new URLSearchParams({ formKey: data.formKey, windowId: data.windowId });
  void fetch(data.spinnerPath, { method: 'POST', body });
}

window.addEventListener('message', (event) => {
  // The page in the window may be a frame of its own frames; only the panel itself is no application.
  if (event.source === window || event.data?.hideSpinner !== true) return;
  isHidden = true;
  if (document.readyState !== 'loading') hideSpinner();
});

document.addEventListener('DOMContentLoaded', () => {
  hideSpinner();
  for (const button of document.querySelectorAll('[data-opens]')) {
    button.addEventListener('click', () => document.getElementById(button.dataset['opens'])?.showModal());
  }
  document.body.dataset['ready'] = 'true';
});
