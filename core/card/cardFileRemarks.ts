import { isMap, isNode, isScalar } from 'yaml';
import type { Document, YAMLMap } from 'yaml';
import { CARD_KINDS, cardFileSchema } from './cardSchema.ts';
import type { CardRemark } from './cardText.ts';
import type { SourceSpan } from './claim.ts';

/** The words at a path of the file, or of the nearest part above that is there. */
function spanAt(document: Document, path: readonly PropertyKey[], offset: number): SourceSpan | null {
  for (let depth = path.length; depth >= 0; depth--) {
    const node: unknown = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    const range = isNode(node) ? node.range : null;
    if (range) return { start: range[0] + offset, end: range[1] + offset };
  }
  return null;
}

/** Where the key `name` of the map at `path` stands. */
function keySpan(document: Document, path: readonly PropertyKey[], name: string, offset: number): SourceSpan | null {
  const map: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  const key = isMap(map) ? map.items.find((pair) => isScalar(pair.key) && pair.key.value === name)?.key : null;
  const range = isScalar(key) ? key.range : null;
  return range ? { start: range[0] + offset, end: range[1] + offset } : null;
}

/** A key that stands twice in one map: only the first of them is read. */
function* doubledKeys(root: YAMLMap, offset: number): Generator<CardRemark> {
  const maps = [root, ...root.items.map((pair) => pair.value).filter((value) => isMap(value))];
  for (const map of maps) {
    const seen = new Set<string>();
    for (const { key } of map.items) {
      if (!isScalar(key)) continue;
      const name = String(key.value);
      const range = key.range ?? [0, 0, 0];
      if (seen.has(name)) {
        yield {
          severity: 'warning',
          text: `"${name}" stands twice in the same map`,
          span: { start: range[0] + offset, end: range[1] + offset },
        };
      }
      seen.add(name);
    }
  }
}

/**
 * What in a file of our own format is not as docs/card-format.md has it: unknown keys, a kind that is none of ours. Content
 * systems' pages have their own keys and are not checked.
 */
export function cardFileRemarks(document: Document, root: YAMLMap, offset: number): CardRemark[] {
  if (!root.has('claims')) return [];
  const remarks: CardRemark[] = [...doubledKeys(root, offset)];
  const checked = cardFileSchema.safeParse(document.toJS());
  for (const issue of checked.error?.issues ?? []) {
    const [key] = issue.path;
    const what =
      key === 'kind'
        ? `kind "${String(root.get('kind'))}" is none of ${CARD_KINDS.join(', ')}: a card of another sort of product`
        : issue.code === 'unrecognized_keys'
          ? `unknown ${issue.keys.length === 1 ? 'key' : 'keys'} ${issue.keys.map((each) => `"${each}"`).join(', ')}`
          : `${issue.path.join('.')}: ${issue.code === 'invalid_union' ? 'no entry that docs/card-format.md knows' : issue.message}`;
    const unknownKey = issue.code === 'unrecognized_keys' ? keySpan(document, issue.path, issue.keys[0], offset) : null;
    remarks.push({ severity: 'error', text: what, span: unknownKey ?? spanAt(document, issue.path, offset) });
  }
  return remarks;
}
