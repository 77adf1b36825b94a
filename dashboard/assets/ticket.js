// A ticket's page, where scripts run: what somebody is at is not taken away from them as the page follows what happens, and
// whoever reads further up in the conversation stays there.
(() => {
  let above = 0;
  const talk = () => document.getElementById('conversation');

  document.addEventListener('DOMContentLoaded', () => {
    document.body.addEventListener('htmx:oobBeforeSwap', (event) => {
      const { target } = event.detail;
      const isInside = target !== document.activeElement && target.contains(document.activeElement);
      if (isInside || target.querySelector('details[open]')) event.detail.shouldSwap = false;
      if (target.id === 'conversation') above = target.scrollTop;
    });
    document.body.addEventListener('htmx:oobAfterSwap', () => {
      // It begins at its end, and is counted from there.
      if (above < -40 && talk()) talk().scrollTop = above;
    });
    // Ctrl and Enter send an answer, as they do elsewhere.
    document.getElementById('reply-text')?.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.target.form.requestSubmit(event.target.form.querySelector('button.primary'));
    });
  });
})();
