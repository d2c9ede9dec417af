import type { PairingVerdict } from '../../../core/headphone/pairing.ts';
import type { VerdictWord } from '../../../core/result/verification.ts';
import type { PairingAnswer } from '../../../electron/ipc/contract.ts';
import { Scroll } from '../../controls/Scroll.tsx';
import { VerdictMark } from '../../controls/VerdictMark.tsx';
import { text } from '../../text/english.ts';

const words = text.headphones;

const LOOKS: Readonly<Record<PairingVerdict, VerdictWord>> = {
  enough: 'pass',
  'enough-without-headroom': 'inconclusive',
  'not-enough': 'fail',
  'cannot-be-said': 'not-verifiable',
};

/** The answer first, then the numbers, what may hurt, and all it rests on. */
export function AnswerPanel({ answer }: { readonly answer: PairingAnswer }) {
  const { pairing, rows } = answer;
  return (
    <section className="panel" aria-label={words.question} aria-live="polite">
      <div className="head">
        <h2>{words.question}</h2>
        <span className="sub">
          {pairing.headphone.name} · {pairing.amp.name}
        </span>
        {pairing.amp.simulated ? (
          <div className="end">
            <span className="simulated">{text.simulated}</span>
          </div>
        ) : null}
      </div>
      <Scroll label={words.numbers}>
        <div className="sect pairing-answer">
          <VerdictMark verdict={LOOKS[pairing.verdict]} text={words.verdicts[pairing.verdict]} />
          <p>{answer.answer}</p>
        </div>
        {pairing.warnings.length === 0 ? null : (
          <div className="sect warn">
            <h3 className="label">{words.warnings}</h3>
            <ul>
              {pairing.warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          </div>
        )}
        <table className="numbers">
          <caption className="hidden">{words.numbers}</caption>
          <tbody>
            {rows.map(([label, value], index) => (
              <tr key={index}>
                <th scope="row">{label}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <div className="sect">
          <h3 className="label">{words.rests}</h3>
          <ul className="assumptions">
            {pairing.assumptions.map((assumption) => (
              <li key={assumption}>{assumption}</li>
            ))}
            <li>
              {words.data}: {pairing.headphone.sources.join('; ')}
            </li>
          </ul>
        </div>
      </Scroll>
    </section>
  );
}
