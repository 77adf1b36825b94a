// The list of tickets by keyboard, where scripts run: j and k go down and up, o opens, x chooses, / searches, ? tells. What was
// chosen is not taken away as the list follows what happens.
(() => {
  const rows = () => [...document.querySelectorAll('table.tickets tbody tr')];
  const link = (row) => row?.querySelector('a');
  const isTyping = (element) => element.matches('input:not([type="checkbox"]), select, textarea');

  const move = (by) => {
    const all = rows();
    const now = all.findIndex((row) => row.contains(document.activeElement));
    const to = now < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(now + by, 0), all.length - 1);
    link(all[to])?.focus();
  };
  const here = () => rows().find((row) => row.contains(document.activeElement));
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    o: () => link(here())?.click(),
    x: () => here()?.querySelector('input.tick')?.click(),
    '/': () => document.getElementById('text')?.focus(),
    '?': () => document.getElementById('keys')?.showModal(),
  };

  document.addEventListener('DOMContentLoaded', () => {
    document.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('dialog[open]') || !Object.hasOwn(keys, event.key)) return;
      event.preventDefault();
      keys[event.key]();
    });
    document.body.addEventListener('htmx:beforeSwap', (event) => {
      const isFollowing = event.detail.requestConfig?.triggeringEvent?.type === 'tickit:changed';
      if (isFollowing && event.detail.target.querySelector('input.tick:checked')) event.detail.shouldSwap = false;
    });
  });
})();
