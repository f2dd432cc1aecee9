// Each state has a shape of its own, so that nothing hangs on colour alone.

const shapes = {
  tick: "M3 8.5l3.2 3.2L13 5",
  cross: "M4 4l8 8M12 4l-8 8",
  dash: "M3.5 8h9",
  link: "M2 13h2v-3H2zM7 13h2V7H7zM12 13h2V3h-2z",
  no_link: "M2 13h2v-3H2zM7 13h2V7H7zM2 2l12 12",
  queue: "M3 4h10M3 8h10M3 12h6",
  clock: "M8 2a6 6 0 100 12A6 6 0 008 2zM8 5v3.5l2.5 1.5",
  list: "M3 3h10v10H3zM5.5 6h5M5.5 8h5M5.5 10h3",
  warning: "M8 2l6.5 12h-13zM8 6.5v4M8 12v.5",
  stop: "M5.2 2h5.6L14 5.2v5.6L10.8 14H5.2L2 10.8V5.2zM8 5v4M8 11v.5",
  info: "M8 2a6 6 0 100 12A6 6 0 008 2zM8 7.5V11M8 5v.5",
  disk: "M3 3h8l2 2v8H3zM5 3v4h5V3M5 13V9.5h6V13",
  // The six states of a flag.
  open: "M8 3a5 5 0 100 10A5 5 0 008 3z",
  due: "M8 3a5 5 0 100 10A5 5 0 008 3zM8 5.5V8h2",
  pending_data: "M4 2.5h8M4 13.5h8M5 2.5c0 4 6 7 6 11M11 2.5c0 4-6 7-6 11",
  probable: "M8 2.5l5.5 5.5L8 13.5 2.5 8z",
  confirmed: "M3 3h10v10H3zM5.5 8l2 2 3.5-4",
  cleared: "M8 3a5 5 0 100 10A5 5 0 008 3zM4.6 11.4l6.8-6.8",
  plug: "M6 2v4M10 2v4M4 6h8v2a4 4 0 01-8 0zM8 12v2",
  silent: "M3 6h2.5L9 3v10L5.5 10H3zM11 6.5l3 3M14 6.5l-3 3",
  sort_up: "M8 3l4 5H4z",
  sort_down: "M8 13l4-5H4z",
} as const;

export type IconName = keyof typeof shapes;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={shapes[name]} fill="none" stroke="currentColor" stroke-width="1.9"
        stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
