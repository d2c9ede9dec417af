#include <math.h>

#include "amp.h"

void initializeChannel(ChannelState *state, unsigned channel) {
  *state = (ChannelState){.noiseState = 0x9E3779B97F4A7C15u * (channel + 1)};
}

/** Uniform in (-1, 1): xorshift64*, the upper bits. */
static double uniform(ChannelState *state) {
  state->noiseState ^= state->noiseState >> 12;
  state->noiseState ^= state->noiseState << 25;
  state->noiseState ^= state->noiseState >> 27;
  const int64_t signedBits = (int64_t)(state->noiseState * 0x2545F4914F6CDD1Du);
  return ((double)(signedBits >> 11) + 0.5) / 4503599627370496.0;
}

/** Normal, variance 1: Marsaglia's polar method, two at a time. */
static double gaussian(ChannelState *state) {
  if (state->hasSpareGaussian) {
    state->hasSpareGaussian = false;
    return state->spareGaussian;
  }
  for (;;) {
    const double x = uniform(state), y = uniform(state), square = x * x + y * y;
    if (square >= 1 || square == 0) continue;
    const double factor = sqrt(-2 * log(square) / square);
    state->spareGaussian = y * factor;
    state->hasSpareGaussian = true;
    return x * factor;
  }
}

/** Part of a voltage that is left over `across` behind `inSeries`. */
static double divider(double across, double inSeries) { return isinf(across) ? 1 : across / (across + inSeries); }

void amplify(const Settings *settings, ChannelState *state, double sampleRateHz, const float *input, float *output,
             size_t frameCount) {
  const double voltsIn =
      settings->voltsPeakAtFullScale * divider(settings->inputOhms, settings->sourceOhms + settings->seriesOhms);
  const double outputPart = divider(settings->loadOhms, settings->outputOhms);
  // Bilinear with the corner mapped onto itself: exactly -3.01 dB at the corner, at any sample rate.
  const bool lowPass = isfinite(settings->lowPassHz) && settings->lowPassHz < sampleRateHz / 2;
  const bool highPass = settings->highPassHz > 0 && settings->highPassHz < sampleRateHz / 2;
  const double lowWarped = lowPass ? tan(M_PI * settings->lowPassHz / sampleRateHz) : 0;
  const double highWarped = highPass ? tan(M_PI * settings->highPassHz / sampleRateHz) : 0;
  for (size_t frame = 0; frame < frameCount; frame++) {
    double volts = voltsIn * input[frame];
    if (highPass) {
      const double passed =
          (volts - state->highPassInput + (1 - highWarped) * state->highPassOutput) / (1 + highWarped);
      state->highPassInput = volts;
      state->highPassOutput = passed;
      volts = passed;
    }
    volts = settings->gain * (volts + settings->a2 * volts * volts + settings->a3 * volts * volts * volts);
    if (lowPass) {
      const double passed =
          (lowWarped * (volts + state->lowPassInput) + (1 - lowWarped) * state->lowPassOutput) / (1 + lowWarped);
      state->lowPassInput = volts;
      state->lowPassOutput = passed;
      volts = passed;
    }
    if (settings->noiseVoltsRms > 0) volts += settings->noiseVoltsRms * gaussian(state);
    volts = fmax(-settings->clipVolts, fmin(settings->clipVolts, volts));
    output[frame] = (float)(volts * outputPart / settings->voltsPeakAtFullScale);
  }
}
