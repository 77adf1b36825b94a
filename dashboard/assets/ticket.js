// A ticket's page, where scripts run: what somebody is at is not taken away from them as the page follows what happens,
// whoever reads further up in the conversation stays there, and staff see who else of them is here.
(() => {
  // As long as the page is seen, it tells so, and is told of others: from time to time, and as soon as there are news of them.
  const lookFor = (list) => {
    let timer = null;
    let isAsking = false;
    let isNews = false;
    let shown = '[]';
    let typed = -Infinity;
    let told = -Infinity;
    const show = (others) => {
      if (JSON.stringify(others) === shown) return;
      shown = JSON.stringify(others);
      list.replaceChildren(...others.map(({ text, is_writing: isWriting }) => {
        const item = document.createElement('li');
        item.className = isWriting ? 'looker writing' : 'looker';
        item.dir = 'auto';
        item.textContent = text;
        return item;
      }));
      list.hidden = others.length === 0;
    };
    // Those who are there; `null` where this page is not told of them any more.
    const others = async () => {
      const doing = performance.now() - typed < 4_000 ? 'writing' : 'reading';
      try {
        const body = new URLSearchParams({ doing });
        const answer = await fetch(list.dataset.address, { method: 'POST', body, redirect: 'manual' });
        if (answer.ok) return (await answer.json()).others;
        return answer.status < 429 ? null : [];
      } catch {
        return [];
      }
    };
    const look = async () => {
      isNews = true;
      if (isAsking || document.visibilityState !== 'visible') return;
      clearTimeout(timer);
      isNews = false;
      isAsking = true;
      const there = await others();
      isAsking = false;
      show(there ?? []);
      if (!there) return;
      // Nobody tells when somebody has stopped.
      const usual = there.some((other) => other.is_writing) ? 4_000 : 10_000;
      timer = setTimeout(look, isNews ? 250 : usual);
    };
    document.body.addEventListener('tickit:looking', look);
    document.addEventListener('visibilitychange', look);
    document.getElementById('reply-text')?.addEventListener('input', () => {
      typed = performance.now();
      if (typed - told < 4_000) return;
      told = typed;
      look();
    });
    look();
  };

  let above = 0;
  const talk = () => document.getElementById('conversation');

  document.addEventListener('DOMContentLoaded', () => {
    const list = document.getElementById('lookers');
    if (list) lookFor(list);
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
