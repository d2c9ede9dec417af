/** A load as a circuit shows it: a resistor, or an open end. */
export function LoadSymbol({ open }: { readonly open: boolean }) {
  return (
    <svg
      width="40"
      height="12"
      viewBox="0 0 40 12"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
    >
      {open ? (
        <>
          <path d="M0 6h12M28 6h12" />
          <circle cx="14" cy="6" r="2" />
          <circle cx="26" cy="6" r="2" />
        </>
      ) : (
        <>
          <path d="M0 6h9M31 6h9" />
          <rect x="9" y="2" width="22" height="8" />
        </>
      )}
    </svg>
  );
}
