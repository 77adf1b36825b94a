// Draws the tables of a page as charts. What is drawn stands in the table that a chart names, which is there without scripts.
(() => {
  const UNITS = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];
  const HEIGHT = 280;
  const DAY = 86400;
  // Between two marks there are whole days, and whole tickets.
  const DAYS = [1, 2, 7, 14, 28, 56, 91].map((days) => days * DAY);
  const COUNTS = [1, 2, 5].flatMap((step) => [1, 10, 100, 1000, 10000].map((size) => step * size)).sort((one, other) => one - other);
  const DURATIONS = [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10800, 21600, 43200, DAY, 2 * DAY, 7 * DAY, 28 * DAY];
  const date = new Intl.DateTimeFormat(document.documentElement.lang, { day: 'numeric', month: 'short', timeZone: 'UTC' });

  const lasting = (seconds) => {
    if (!seconds) return '0';
    const [size, name] = UNITS.find(([size]) => seconds >= size) ?? UNITS[3];
    return `${Math.round((seconds / size) * 10) / 10} ${name}`;
  };

  // A row's first cell is its date, and each other cell one of a line's numbers.
  const read = (table) => {
    const [day, ...names] = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    const rows = [...table.tBodies[0].rows];
    const dates = rows.map((row) => Date.parse(`${row.cells[0].textContent}T00:00:00Z`) / 1000);
    const number = (cell) => (cell.dataset.value === '' ? null : Number(cell.dataset.value));
    return { day, names, data: [dates, ...names.map((_, index) => rows.map((row) => number(row.cells[index + 1])))] };
  };

  const draw = (place) => {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const { day, names, data } = read(document.getElementById(place.dataset.table));
    const values = (_, ticks) => ticks.map((tick) => (place.dataset.chart === 'duration' ? lasting(tick) : tick));
    const told = (_, value) => {
      if (value === null || value === undefined) return '–';
      return place.dataset.chart === 'duration' ? lasting(value) : value;
    };
    const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line') } };
    const days = (_, ticks) => ticks.map((tick) => date.format(new Date(tick * 1000)));
    const dated = (_, value) => (value === null || value === undefined ? '–' : new Date(value * 1000).toISOString().slice(0, 10));
    const line = (label, index) => ({
      label, value: told, stroke: colour(`--series-${index + 1}`), width: 2, spanGaps: false,
      dash: index % 2 ? [6, 4] : undefined, points: { show: data[0].length <= 31, size: 6 },
    });
    place.replaceChildren();
    return new uPlot({
      width: place.clientWidth, height: HEIGHT, tzDate: (at) => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC'),
      legend: { live: true }, scales: { y: { range: (_, least, most) => [0, Math.max(1, most * 1.1)] } },
      axes: [
        { ...axis, incrs: DAYS, values: days, space: 72 },
        { ...axis, size: 64, values, incrs: place.dataset.chart === 'count' ? COUNTS : DURATIONS },
      ],
      series: [{ label: day, value: dated }, ...names.map(line)],
    }, data, place);
  };

  document.addEventListener('DOMContentLoaded', () => {
    for (const place of document.querySelectorAll('[data-chart]')) {
      let chart = draw(place);
      new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height: HEIGHT })).observe(place);
      matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
        chart.destroy();
        chart = draw(place);
      });
    }
  });
})();
