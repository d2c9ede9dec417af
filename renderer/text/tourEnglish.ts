/** The words of the guided tour, a part of the catalogue. */
export const tour = {
  title: 'Guided tour',
  welcome:
    'New here? In two minutes, on a simulated bench, from a published specification to a finished report. Nothing is played on this machine.',
  begin: 'Take the tour',
  skip: 'Skip',
  next: 'Next',
  end: 'End the tour',
  finish: 'Finish',
  restart: 'Take the guided tour',
  step: (index: number, count: number) => `${index} of ${count}`,
  card: 'Left: what the maker published, with every line that was read marked in it. Own cards are pasted, opened or dropped here.',
  claims:
    'Middle: each line as a claim that can be tested, and the rule it will be judged by. What the maker did not say is assumed openly; what cannot be decided says why.',
  plan: 'Right: the rig, the loads to connect, and the highest volts and watts that will be reached, before anything plays. Here the rig is simulated. Start it when you are ready.',
  start: 'Start it',
  preparing: 'The run begins.',
  prompt: 'Each wiring is drawn, and nothing plays before you say so. This bench wires itself: press "Done, go on".',
  measuring:
    'It plays and measures; verdicts come in as they are decided. Stop, or Escape, fades the output from anywhere and keeps what was measured.',
  failed: 'The run ended early. The tour can be taken again from Keys.',
  done: 'Published against measured, each line with its uncertainty and its verdict. "Report" shows it as others will read it. With your own interface, go to Rig next: preflight, calibrate, measure its baseline.',
} as const;
