import { isMap, isNode, isScalar, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { sourcePlaces, type SourcePlace } from '../card/sourcePlace.ts';
import { AmpbenchError } from '../errors.ts';

/** Longest text that is read, UTF-16 units: ten thousand steps. */
const LONGEST_TEXT = 2_000_000;

/** A path from the top of the file: `steps`, 2, `limits`, 0. */
export type SourcePath = readonly PropertyKey[];

/** A sequence's YAML: its value, and where each part of it stands. */
export class SequenceSource {
  readonly value: unknown;
  readonly #document: Document;
  readonly #placeOf: (offset: number) => SourcePlace;
  readonly #file: string;

  /**
   * @param file its name, for messages
   * @throws AmpbenchError `data/sequence-not-yaml`, `data/sequence-too-long`
   */
  constructor(text: string, file: string) {
    this.#file = file;
    if (text.length > LONGEST_TEXT)
      throw new AmpbenchError(
        'data',
        'sequence-too-long',
        `${file} has ${text.length} characters but a sequence may have at most ${LONGEST_TEXT}`,
        { file, length: text.length },
      );
    this.#placeOf = sourcePlaces(text);
    this.#document = parseDocument(text, { prettyErrors: false });
    const error = this.#document.errors.at(0);
    if (error !== undefined) throw this.#notYaml(error.message, this.#placeOf(error.pos[0]));
    try {
      this.value = this.#document.toJS();
    } catch (reason) {
      // Aliases that would unfold to millions of nodes
      throw this.#notYaml(reason instanceof Error ? reason.message : String(reason), { line: 1, column: 1 });
    }
  }

  /** Where the part at a path begins, or of the nearest above it that is there. */
  placeAt(path: SourcePath): SourcePlace {
    for (let depth = path.length; depth > 0; depth--) {
      const node: unknown = this.#document.getIn(path.slice(0, depth), true);
      const range = isNode(node) ? node.range : null;
      if (range) return this.#placeOf(range[0]);
    }
    return this.#placeOf(this.#document.contents?.range?.[0] ?? 0);
  }

  /** Where the key `name` of the map at a path stands. */
  keyPlace(path: SourcePath, name: string): SourcePlace {
    const map: unknown = path.length === 0 ? this.#document.contents : this.#document.getIn(path, true);
    const key = isMap(map) ? map.items.find((pair) => isScalar(pair.key) && pair.key.value === name)?.key : null;
    const range = isScalar(key) ? key.range : null;
    return range ? this.#placeOf(range[0]) : this.placeAt(path);
  }

  /** An error of kind `data` that names the place. */
  fault(code: string, message: string, { line, column }: SourcePlace, tip?: string): AmpbenchError {
    return new AmpbenchError(
      'data',
      code,
      `${this.#file}, line ${line}, column ${column}: ${message}`,
      { file: this.#file, line, column },
      tip,
    );
  }

  #notYaml(reason: string, place: SourcePlace): AmpbenchError {
    return this.fault('sequence-not-yaml', `not valid YAML: ${reason}`, place);
  }
}
