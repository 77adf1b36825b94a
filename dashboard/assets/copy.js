// Where scripts run, a button copies what stands in a field that is only read; without, it is selected by hand.
(() => {
  for (const button of document.querySelectorAll('button[data-copy]')) {
    const field = document.getElementById(button.dataset.copy);
    button.hidden = false;
    field.addEventListener('focus', () => field.select());
    button.addEventListener('click', async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        // Browsers have no clipboard for pages that came by plain HTTP.
        document.execCommand('copy');
      }
      button.textContent = button.dataset.copied;
    });
  }
})();
