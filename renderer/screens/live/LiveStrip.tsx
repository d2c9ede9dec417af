import { text } from '../../text/english.ts';

/** The live analyzer is open on another screen: its Stop is here too. */
export function LiveStrip({ onStop }: { readonly onStop: () => void }) {
  return (
    <section className="strip" aria-label={text.live.strip}>
      <a className="strip-title" href="#live">
        {text.live.strip}
      </a>
      <button type="button" className="button stop low" onClick={onStop}>
        {text.stop} <kbd>{text.stopKey}</kbd>
      </button>
    </section>
  );
}
