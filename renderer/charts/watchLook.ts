/** Calls back when an element's size or the theme has changed, until the returned function is called. */
export function watchLook(element: HTMLElement, onChange: () => void): () => void {
  const size = new ResizeObserver(onChange);
  size.observe(element);
  const theme = new MutationObserver(onChange);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => {
    size.disconnect();
    theme.disconnect();
  };
}
