// amp <client name> <control socket> [key=value ...]
// Properties as in settings.c, and, fixed for its life: channels=2 passthrough=1 connect=<client to feed>.
#include <jack/jack.h>
#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "amp.h"

static struct {
  jack_client_t *client;
  jack_port_t *inputs[MAX_CHANNELS], *outputs[MAX_CHANNELS];
  unsigned dutChannels, channels;
  double sampleRateHz;
  float *delayLines[MAX_CHANNELS];
  float *scratch;
  // Of the audio thread.
  Settings settings;
  ChannelState states[MAX_CHANNELS];
  Fault faults[MAX_FAULTS];
  unsigned faultCount;
  bool muted;
} amp;

// From the control thread to the audio thread: written only while `taken` equals `posted`.
static Request mail;
static Settings lastPosted;
static atomic_uint posted, taken;
// From the audio thread.
static atomic_ullong framesDone, xrunCount, lastSound;
static atomic_llong slipFrames;
static atomic_uint pendingFaults;
static volatile sig_atomic_t running = 1;

bool isRunning(void) { return running != 0; }
Settings currentSettings(void) { return lastPosted; }
Status readStatus(void) {
  return (Status){atomic_load(&framesDone), atomic_load(&xrunCount), atomic_load(&lastSound), atomic_load(&slipFrames),
                  atomic_load(&pendingFaults)};
}

bool deliver(const Request *request) {
  mail = *request;
  const unsigned number = atomic_fetch_add(&posted, 1) + 1;
  for (int waited = 0; waited < 3000 && isRunning(); waited++) {
    if (atomic_load(&taken) == number) {
      lastPosted = request->settings;
      return true;
    }
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
  }
  return false;
}

static void takeMail(void) {
  const unsigned number = atomic_load(&posted);
  if (number == atomic_load(&taken)) return;
  amp.settings = mail.settings;
  if (mail.reset) {
    amp.faultCount = 0;
    amp.muted = false;
    atomic_store(&slipFrames, 0);
    for (unsigned channel = 0; channel < amp.channels; channel++) initializeChannel(&amp.states[channel], channel);
  }
  if (mail.fault.kind != FAULT_NONE && amp.faultCount < MAX_FAULTS) amp.faults[amp.faultCount++] = mail.fault;
  atomic_store(&pendingFaults, amp.faultCount);
  atomic_store(&taken, number);
}

/** Lets the faults strike that are due at `frame`; a drop or repeat moves the place in the delay line. */
static void strike(uint64_t frame, int64_t *slip) {
  for (unsigned index = 0; index < amp.faultCount;) {
    const Fault fault = amp.faults[index];
    if (fault.atFrame > frame) {
      index++;
      continue;
    }
    if (fault.kind == FAULT_DROP) *slip -= fault.frames;
    if (fault.kind == FAULT_REPEAT) *slip += fault.frames;
    if (fault.kind == FAULT_MUTE) amp.muted = true;
    if (fault.kind == FAULT_UNMUTE) amp.muted = false;
    amp.faults[index] = amp.faults[--amp.faultCount];
    atomic_store(&pendingFaults, amp.faultCount);
  }
}

static int process(jack_nframes_t frameCount, void *unused) {
  (void)unused;
  takeMail();
  const uint64_t start = atomic_load(&framesDone);
  uint64_t sounded = atomic_load(&lastSound);
  float *outputs[MAX_CHANNELS];
  for (unsigned channel = 0; channel < amp.channels; channel++) {
    const float *input = jack_port_get_buffer(amp.inputs[channel], frameCount);
    outputs[channel] = jack_port_get_buffer(amp.outputs[channel], frameCount);
    const float *passed = input;
    if (channel < amp.dutChannels && amp.settings.throughDut) {
      amplify(&amp.settings, &amp.states[channel], amp.sampleRateHz, input, amp.scratch, frameCount);
      passed = amp.scratch;
    }
    for (jack_nframes_t frame = 0; frame < frameCount; frame++) {
      amp.delayLines[channel][(start + frame) % DELAY_LINE_FRAMES] = passed[frame];
      if (fabsf(input[frame]) > SOUND_LEVEL) sounded = start + frame;
    }
  }
  int64_t slip = atomic_load(&slipFrames);
  for (jack_nframes_t frame = 0; frame < frameCount; frame++) {
    if (amp.faultCount > 0) strike(start + frame, &slip);
    const int64_t delay = (int64_t)amp.settings.delayFrames + slip;
    const uint64_t place = start + frame + DELAY_LINE_FRAMES - (uint64_t)(delay > 0 ? delay : 0);
    for (unsigned channel = 0; channel < amp.channels; channel++) {
      const bool silent = amp.muted && amp.settings.throughDut && channel < amp.dutChannels;
      outputs[channel][frame] = silent ? 0 : amp.delayLines[channel][place % DELAY_LINE_FRAMES];
    }
  }
  atomic_store(&lastSound, sounded);
  atomic_store(&slipFrames, slip);
  atomic_store(&framesDone, start + frameCount);
  return 0;
}

static int onXrun(void *unused) {
  (void)unused;
  atomic_fetch_add(&xrunCount, 1);
  return 0;
}
static void onShutdown(void *unused) {
  (void)unused;
  running = 0;
}
static void onSignal(int unused) {
  (void)unused;
  running = 0;
}

static int bufferSizeChanged(jack_nframes_t frameCount, void *unused) {
  (void)unused;
  // JACK calls this while the graph stands still.
  free(amp.scratch);
  amp.scratch = calloc(frameCount, sizeof *amp.scratch);
  return amp.scratch == NULL;
}

static bool readArguments(int count, char **words, const char **feeds) {
  unsigned passThrough = 1;
  amp.dutChannels = 2;
  amp.settings = neutralSettings();
  for (int index = 0; index < count; index++) {
    char *equals = strchr(words[index], '=');
    char error[LINE_LENGTH / 2] = "must be key=value";
    bool good = false;
    if (equals != NULL) {
      *equals = '\0';
      const char *key = words[index], *value = equals + 1;
      good = true;
      if (strcmp(key, "channels") == 0) {
        amp.dutChannels = (unsigned)atoi(value);
      } else if (strcmp(key, "passthrough") == 0) {
        passThrough = (unsigned)atoi(value);
      } else if (strcmp(key, "connect") == 0) {
        *feeds = value;
      } else {
        good = applySetting(&amp.settings, key, value, error, sizeof error);
      }
    }
    if (!good) {
      fprintf(stderr, "argument %s: %s\n", words[index], error);
      return false;
    }
  }
  amp.channels = amp.dutChannels + passThrough;
  if (amp.channels < 1 || amp.channels > MAX_CHANNELS) {
    fprintf(stderr, "channels and passthrough together are %u but must be 1 to %d\n", amp.channels, MAX_CHANNELS);
    return false;
  }
  lastPosted = amp.settings;
  return true;
}

static bool openClient(const char *name) {
  amp.client = jack_client_open(name, JackNoStartServer | JackUseExactName, NULL);
  if (amp.client == NULL) {
    fprintf(stderr, "no JACK server, or it has a client \"%s\" already\n", name);
    return false;
  }
  amp.sampleRateHz = jack_get_sample_rate(amp.client);
  for (unsigned channel = 0; channel < amp.channels; channel++) {
    char port[32];
    snprintf(port, sizeof port, "in_%u", channel + 1);
    amp.inputs[channel] = jack_port_register(amp.client, port, JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
    snprintf(port, sizeof port, "out_%u", channel + 1);
    amp.outputs[channel] = jack_port_register(amp.client, port, JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput, 0);
    amp.delayLines[channel] = calloc(DELAY_LINE_FRAMES, sizeof(float));
    initializeChannel(&amp.states[channel], channel);
    if (amp.inputs[channel] == NULL || amp.outputs[channel] == NULL || amp.delayLines[channel] == NULL) return false;
  }
  bufferSizeChanged(jack_get_buffer_size(amp.client), NULL);
  jack_set_buffer_size_callback(amp.client, bufferSizeChanged, NULL);
  jack_set_process_callback(amp.client, process, NULL);
  jack_set_xrun_callback(amp.client, onXrun, NULL);
  jack_on_shutdown(amp.client, onShutdown, NULL);
  return jack_activate(amp.client) == 0;
}

static bool feed(const char *name, const char *other) {
  for (unsigned channel = 0; channel < amp.channels; channel++) {
    char from[128], to[128];
    snprintf(from, sizeof from, "%s:out_%u", name, channel + 1);
    snprintf(to, sizeof to, "%s:in_%u", other, channel + 1);
    if (jack_connect(amp.client, from, to) != 0) {
      fprintf(stderr, "%s cannot be connected to %s\n", from, to);
      return false;
    }
  }
  return true;
}

int main(int argumentCount, char **arguments) {
  if (argumentCount < 3) {
    fprintf(stderr, "usage: amp <client name> <control socket> [key=value ...]\n");
    return 2;
  }
  const char *feeds = NULL;
  if (!readArguments(argumentCount - 3, arguments + 3, &feeds)) return 2;
  signal(SIGTERM, onSignal);
  signal(SIGINT, onSignal);
  if (!openClient(arguments[1])) return 1;
  if (feeds != NULL && !feed(arguments[1], feeds)) return 1;
  const bool served = serveControl(arguments[2]);
  jack_client_close(amp.client);
  return served ? 0 : 1;
}
