// Arrow keys on a map of cells: left and right in reading order, up and down to the nearest one of the next row.

export function findNextCell(cells: readonly HTMLElement[], key: string): HTMLElement | undefined {
  const focused = document.activeElement;
  const at = focused instanceof HTMLElement ? cells.indexOf(focused) : -1;
  if (at < 0) return undefined;
  if (key === "ArrowRight") return cells[at + 1];
  if (key === "ArrowLeft") return cells[at - 1];
  if (key === "Home") return cells[0];
  if (key === "End") return cells.at(-1);
  if (key === "ArrowDown") return findInNextRow(cells, at, 1);
  if (key === "ArrowUp") return findInNextRow(cells, at, -1);
  return undefined;
}

function findInNextRow(cells: readonly HTMLElement[], at: number, way: 1 | -1): HTMLElement | undefined {
  const places = cells.map((cell) => ({ cell, place: cell.getBoundingClientRect() }));
  const from = places[at]?.place;
  if (!from) return undefined;
  const beyond = places.filter(({ place }) => way * (place.top - from.top) > 1);
  const row = way * Math.min(...beyond.map(({ place }) => way * place.top));
  const [nearest] = beyond
    .filter(({ place }) => Math.abs(place.top - row) <= 1)
    .toSorted((a, b) => Math.abs(a.place.left - from.left) - Math.abs(b.place.left - from.left));
  return nearest?.cell;
}
