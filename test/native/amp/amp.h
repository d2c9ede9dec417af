// An amplifier as a JACK client: PortAudio's JACK host API lists it as a device whose outputs drive the amplifier's
// inputs and whose inputs measure its outputs. A test fixture: every property it has is set, none is measured.
#ifndef AMPBENCH_AMP_H
#define AMPBENCH_AMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MAX_CHANNELS = 16, MAX_FAULTS = 32, LINE_LENGTH = 1024 };
/** Frames the delay line holds; the longest delay is half of it. */
enum { DELAY_LINE_FRAMES = 1 << 19, MAX_DELAY_FRAMES = DELAY_LINE_FRAMES / 2 };

/** What may change while it runs. INFINITY stands for "none": no load, no corner, no clipping, no input current. */
typedef struct {
  double voltsPeakAtFullScale;
  double gain;
  double a2, a3;  // y = gain (x + a2 x^2 + a3 x^3), x in volts, a2 in 1/V, a3 in 1/V^2
  double noiseVoltsRms;
  double lowPassHz, highPassHz;  // one pole each; highPassHz 0 is none
  double outputOhms, loadOhms;
  double inputOhms, sourceOhms, seriesOhms;
  double clipVolts;
  double delayFrames;
  bool throughDut;
} Settings;

typedef enum { FAULT_NONE, FAULT_DROP, FAULT_REPEAT, FAULT_MUTE, FAULT_UNMUTE } FaultKind;

/** Strikes when the frame counter reaches `atFrame`, at once where that has passed. */
typedef struct {
  FaultKind kind;
  uint64_t atFrame;
  uint32_t frames;
} Fault;

/** What a line of the control protocol asks for. */
typedef struct {
  Settings settings;
  Fault fault;
  bool query;
  bool reset;
} Request;

Settings neutralSettings(void);
/** Sets one property from its words. @returns false with a sentence in `error` when key or value is wrong. */
bool applySetting(Settings *settings, const char *key, const char *value, char *error, size_t errorSize);
/** Prints every property as key=value, space separated. */
void printSettings(const Settings *settings, char *text, size_t textSize);
/**
 * Reads a line: `<key> <value> ...`, `drop|repeat <frames> [at <frame>]`, `mute on|off [at <frame>]`, `reset` (neutral, and
 * every fault undone) or `query`.
 */
bool readRequest(const char *line, const Settings *current, Request *request, char *error, size_t errorSize);

/** The signal path of one channel: filter memories and noise. */
typedef struct {
  double lowPassInput, lowPassOutput;
  double highPassInput, highPassOutput;
  uint64_t noiseState;
  double spareGaussian;
  bool hasSpareGaussian;
} ChannelState;

void initializeChannel(ChannelState *state, unsigned channel);
/** Runs a block of one channel through the amplifier: full scale = 1 in and out. */
void amplify(const Settings *settings, ChannelState *state, double sampleRateHz, const float *input, float *output,
             size_t frameCount);

/** What counts as sound at an input: 86 dB under full scale. */
#define SOUND_LEVEL 5e-5f

/** Counters and limits the control socket reads while the audio thread runs. */
typedef struct {
  uint64_t frames, xruns;
  /** The last frame in which any input was above SOUND_LEVEL. */
  uint64_t lastSound;
  int64_t slipFrames;
  unsigned pendingFaults;
} Status;

/** Hands a request to the audio thread and waits until it has taken it. @returns false when that does not run. */
bool deliver(const Request *request);
Status readStatus(void);
Settings currentSettings(void);
bool isRunning(void);
/** Serves the control socket until the client ends. @returns false when the socket cannot be made. */
bool serveControl(const char *socketPath);

#endif
