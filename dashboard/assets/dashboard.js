// What pages do where scripts run; all of them work without. Times are told in the reader's own zone, and what a page shows
// follows what happens: `tickit:changed` is heard by each part of a page that asks for itself anew.
(() => {
  const language = document.documentElement.lang;
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });

  const tellTimes = (root) => {
    for (const element of root.querySelectorAll('time[datetime]:not([title])')) {
      const moment = new Date(element.dateTime);
      if (Number.isNaN(moment.valueOf())) continue;
      element.title = element.textContent;
      element.textContent = time.format(moment);
    }
  };

  // However much happens at once, pages ask once. What happens while they ask, they ask for after that: a part that takes the
  // place of the one which asked knows of nothing that was told to that one.
  const follow = (address) => {
    let waiting = null;
    let asked = 0;
    let since = 0;
    const tell = () => {
      waiting = null;
      if (asked > 0 && Date.now() - since < 5_000) {
        waiting = setTimeout(tell, 100);
        return;
      }
      asked = 0;
      document.body.dispatchEvent(new CustomEvent('tickit:changed'));
    };
    document.body.addEventListener('htmx:beforeRequest', () => {
      asked += 1;
      since = Date.now();
    });
    document.body.addEventListener('htmx:afterRequest', () => {
      asked = Math.max(0, asked - 1);
    });
    const soon = () => {
      waiting ??= setTimeout(tell, 50);
    };
    const source = new EventSource(address);
    source.onmessage = soon;
    source.addEventListener('looking', () => document.body.dispatchEvent(new CustomEvent('tickit:looking')));
    // What happened before somebody listened was told to nobody.
    source.onopen = soon;
  };

  document.addEventListener('DOMContentLoaded', () => {
    tellTimes(document);
    // Rows of links that are longer than the page is wide begin where the one is that is shown.
    for (const here of document.querySelectorAll('nav [aria-current]')) {
      for (const row of [here.closest('ul'), here.closest('nav')].filter(Boolean)) {
        const middle = (element) => element.getBoundingClientRect().left + element.clientWidth / 2;
        row.scrollLeft += middle(here) - middle(row);
      }
    }
    const { events } = document.getElementById('main').dataset;
    if (events) follow(events);
    // What somebody is writing in, or has filled in, is not taken away from them.
    const filledIn = new WeakSet();
    document.body.addEventListener('input', ({ target }) => {
      if (target.form && target.matches('textarea, select, input:not([type="checkbox"])')) filledIn.add(target.form);
    });
    const isFilledIn = (part) => [...part.querySelectorAll('form')].some((form) => filledIn.has(form));
    document.body.addEventListener('htmx:beforeSwap', (event) => {
      const { target, requestConfig } = event.detail;
      const trigger = requestConfig?.triggeringEvent;
      // A part that asks from time to time was triggered by nothing that anybody did.
      const isFollowing = !trigger || trigger.type === 'tickit:changed';
      if (isFollowing && (target.contains(document.activeElement) || isFilledIn(target))) event.detail.shouldSwap = false;
    });
    document.body.addEventListener('htmx:oobBeforeSwap', (event) => {
      if (isFilledIn(event.detail.target)) event.detail.shouldSwap = false;
    });
    document.body.addEventListener('htmx:load', (event) => tellTimes(event.detail.elt));
  });
})();
