// Where scripts run, what has an order is dragged to another place; without, buttons move it up and down.
(() => {
  const moves = 'form[action$="/move"]';
  const list = document.querySelector(`.rows:has(${moves})`);
  if (!list) return;
  let dragged = null;
  for (const row of list.children) {
    row.draggable = true;
    row.addEventListener('dragstart', () => {
      dragged = row;
    });
    row.addEventListener('dragover', (event) => {
      if (dragged && dragged !== row) event.preventDefault();
    });
    row.addEventListener('drop', (event) => {
      const form = dragged?.querySelector(moves);
      if (!form || dragged === row) return;
      event.preventDefault();
      form.elements.place.value = [...list.children].indexOf(row) + 1;
      form.submit();
    });
  }
})();
