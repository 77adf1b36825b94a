// Draws the tables of a page as charts. What is drawn stands in the table that a chart names, which is there without scripts.
(() => {
  const UNITS = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];
  const HEIGHT = 280;

  const lasting = (seconds) => {
    if (!seconds) return '0';
    const [size, name] = UNITS.find(([size]) => seconds >= size) ?? UNITS[3];
    return `${Math.round((seconds / size) * 10) / 10} ${name}`;
  };

  // A row's first cell is its date, and each other cell one of a line's numbers.
  const read = (table) => {
    const names = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent);
    const rows = [...table.tBodies[0].rows];
    const dates = rows.map((row) => Date.parse(`${row.cells[0].textContent}T00:00:00Z`) / 1000);
    const number = (cell) => (cell.dataset.value === '' ? null : Number(cell.dataset.value));
    return { names, data: [dates, ...names.map((_, index) => rows.map((row) => number(row.cells[index + 1])))] };
  };

  const draw = (place) => {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const { names, data } = read(document.getElementById(place.dataset.table));
    const values = (_, ticks) => ticks.map((tick) => (place.dataset.chart === 'duration' ? lasting(tick) : tick));
    const told = (_, value) => {
      if (value === null || value === undefined) return '–';
      return place.dataset.chart === 'duration' ? lasting(value) : value;
    };
    const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line') } };
    const day = (_, value) => (value === null || value === undefined ? '–' : new Date(value * 1000).toISOString().slice(0, 10));
    const line = (label, index) => ({
      label, value: told, stroke: colour(`--series-${index + 1}`), width: 2, spanGaps: false,
      dash: index % 2 ? [6, 4] : undefined, points: { show: data[0].length <= 31, size: 6 },
    });
    place.replaceChildren();
    return new uPlot({
      width: place.clientWidth, height: HEIGHT, tzDate: (at) => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC'),
      legend: { live: true }, scales: { y: { range: (_, least, most) => [0, Math.max(1, most * 1.1)] } },
      axes: [{ ...axis }, { ...axis, size: 64, values }],
      series: [{ value: day }, ...names.map(line)],
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
