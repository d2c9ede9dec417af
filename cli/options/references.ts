/** How a card and a rig are named on the command line, for the help. */
export const CARD = 'spec card: a file, a card id, or - for standard input';
export const RIG = 'a saved rig, a simulated one (sim:<interface>/<dut>), or a rig file (.json)';
