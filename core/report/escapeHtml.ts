const REPLACEMENTS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text made safe between tags and in quoted attributes. Claims come from files other people wrote, so every text of a
 * report goes through here. Control characters and reading-direction marks become U+FFFD: they could hide or reorder
 * words. Lone surrogates too.
 */
export function escapeHtml(text: string): string {
  return text
    .replace(/[^\P{Cc}\t\n\r]|[\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
    .replace(/[&<>"']/gu, (character: string) => REPLACEMENTS[character]);
}
