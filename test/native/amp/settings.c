#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "amp.h"

typedef struct {
  const char *key;
  size_t offset;
  double least, most;
  double none;  // what the word "none" means; NAN where it is not allowed
} Property;

#define AT(field) offsetof(Settings, field)
static const Property PROPERTIES[] = {
    {"volts", AT(voltsPeakAtFullScale), 1e-6, 1e6, NAN},
    {"gain", AT(gain), -1e6, 1e6, NAN},
    {"a2", AT(a2), -1e6, 1e6, NAN},
    {"a3", AT(a3), -1e6, 1e6, NAN},
    {"noise", AT(noiseVoltsRms), 0, 1e6, 0},
    {"lowpass", AT(lowPassHz), 1e-3, 1e7, INFINITY},
    {"highpass", AT(highPassHz), 0, 1e7, 0},
    {"zout", AT(outputOhms), 0, 1e9, NAN},
    {"load", AT(loadOhms), 1e-3, 1e12, INFINITY},
    {"rin", AT(inputOhms), 1e-3, 1e12, INFINITY},
    {"source", AT(sourceOhms), 0, 1e9, NAN},
    {"series", AT(seriesOhms), 0, 1e9, 0},
    {"clip", AT(clipVolts), 0, 1e6, INFINITY},
    {"delay", AT(delayFrames), 0, MAX_DELAY_FRAMES, 0},
};
enum { PROPERTY_COUNT = sizeof PROPERTIES / sizeof PROPERTIES[0] };

Settings neutralSettings(void) {
  return (Settings){
      .voltsPeakAtFullScale = 20,
      .gain = 1,
      .lowPassHz = INFINITY,
      .loadOhms = INFINITY,
      .inputOhms = INFINITY,
      .clipVolts = INFINITY,
      .throughDut = true,
  };
}

static double *fieldOf(Settings *settings, const Property *property) {
  return (double *)((char *)settings + property->offset);
}

static bool readNumber(const char *text, double *number) {
  char *end = NULL;
  errno = 0;
  *number = strtod(text, &end);
  return end != text && *end == '\0' && errno == 0 && isfinite(*number);
}

bool applySetting(Settings *settings, const char *key, const char *value, char *error, size_t errorSize) {
  if (strcmp(key, "path") == 0) {
    const bool dut = strcmp(value, "dut") == 0;
    if (!dut && strcmp(value, "loopback") != 0) {
      snprintf(error, errorSize, "path is \"%s\" but must be loopback or dut", value);
      return false;
    }
    settings->throughDut = dut;
    return true;
  }
  for (size_t index = 0; index < PROPERTY_COUNT; index++) {
    const Property *property = &PROPERTIES[index];
    if (strcmp(key, property->key) != 0) continue;
    double number = property->none;
    if (strcmp(value, "none") != 0 || isnan(property->none)) {
      if (!readNumber(value, &number) || number < property->least || number > property->most) {
        snprintf(error, errorSize, "%s is \"%s\" but must be a number from %g to %g%s", key, value, property->least,
                 property->most, isnan(property->none) ? "" : ", or none");
        return false;
      }
    }
    *fieldOf(settings, property) = number;
    return true;
  }
  snprintf(error, errorSize, "there is no property \"%s\"", key);
  return false;
}

void printSettings(const Settings *settings, char *text, size_t textSize) {
  int used = snprintf(text, textSize, "path=%s", settings->throughDut ? "dut" : "loopback");
  for (size_t index = 0; index < PROPERTY_COUNT && used >= 0 && (size_t)used < textSize; index++) {
    const double value = *fieldOf((Settings *)(uintptr_t)settings, &PROPERTIES[index]);
    if (isinf(value)) {
      used += snprintf(text + used, textSize - (size_t)used, " %s=none", PROPERTIES[index].key);
    } else {
      used += snprintf(text + used, textSize - (size_t)used, " %s=%.9g", PROPERTIES[index].key, value);
    }
  }
}

/** The words after `drop`, `repeat` or `mute`: an argument and maybe `at <frame>`. */
static bool readFault(const char *word, char *rest, Fault *fault, char *error, size_t errorSize) {
  char *place = NULL;
  const char *argument = strtok_r(rest, " ", &place);
  const char *at = strtok_r(NULL, " ", &place);
  const char *frame = strtok_r(NULL, " ", &place);
  double number = 0;
  if (at != NULL && (strcmp(at, "at") != 0 || frame == NULL || !readNumber(frame, &number) || number < 0)) {
    snprintf(error, errorSize, "%s: after the argument only \"at <frame>\" may follow", word);
    return false;
  }
  fault->atFrame = (uint64_t)number;
  if (strcmp(word, "mute") == 0) {
    const bool on = argument != NULL && strcmp(argument, "on") == 0;
    if (!on && (argument == NULL || strcmp(argument, "off") != 0)) {
      snprintf(error, errorSize, "mute must be on or off");
      return false;
    }
    fault->kind = on ? FAULT_MUTE : FAULT_UNMUTE;
    return true;
  }
  if (argument == NULL || !readNumber(argument, &number) || number < 1 || number > MAX_DELAY_FRAMES || number != floor(number)) {
    snprintf(error, errorSize, "%s needs a whole number of frames from 1 to %d", word, MAX_DELAY_FRAMES);
    return false;
  }
  fault->kind = strcmp(word, "drop") == 0 ? FAULT_DROP : FAULT_REPEAT;
  fault->frames = (uint32_t)number;
  return true;
}

bool readRequest(const char *line, const Settings *current, Request *request, char *error, size_t errorSize) {
  *request = (Request){.settings = *current};
  char words[LINE_LENGTH];
  snprintf(words, sizeof words, "%s", line);
  char *rest = NULL;
  const char *key = strtok_r(words, " ", &rest);
  if (key == NULL) {
    snprintf(error, errorSize, "an empty line");
    return false;
  }
  if (strcmp(key, "query") == 0) {
    request->query = true;
    return true;
  }
  if (strcmp(key, "reset") == 0) {
    request->settings = neutralSettings();
    request->reset = true;
    return true;
  }
  if (strcmp(key, "drop") == 0 || strcmp(key, "repeat") == 0 || strcmp(key, "mute") == 0) {
    return readFault(key, rest, &request->fault, error, errorSize);
  }
  for (; key != NULL; key = strtok_r(NULL, " ", &rest)) {
    const char *value = strtok_r(NULL, " ", &rest);
    if (value == NULL) {
      snprintf(error, errorSize, "%s needs a value", key);
      return false;
    }
    if (!applySetting(&request->settings, key, value, error, errorSize)) return false;
  }
  return true;
}
