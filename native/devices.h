#pragma once
#include <portaudio.h>

#include <cstddef>
#include <string>
#include <vector>

#include "library.h"
#include "samples.h"
#ifdef _WIN32
#include <pa_win_wasapi.h>
#endif
#ifdef __APPLE__
#include <pa_mac_core.h>
#endif

namespace ampbench {

struct Device {
  PaDeviceIndex index;
  std::string name;
  std::string hostApi;
  int maxInputChannels;
  int maxOutputChannels;
  double defaultSampleRateHz;
};

struct DeviceCatalogue {
  std::string version;
  std::vector<std::string> hostApis;
  std::vector<Device> devices;
};

/** What is to be opened; device indices as in the catalogue. */
struct StreamShape {
  PaDeviceIndex outputDevice = paNoDevice;
  PaDeviceIndex inputDevice = paNoDevice;
  double sampleRateHz = 0;
  SampleFormat format = SampleFormat::float32;
  std::size_t outputChannelCount = 0;
  std::size_t inputChannelCount = 0;
};

/** One direction's PortAudio parameters with the host's own block they point to; neither copied nor moved. */
struct DirectionParameters {
  DirectionParameters() = default;
  DirectionParameters(const DirectionParameters&) = delete;
  DirectionParameters& operator=(const DirectionParameters&) = delete;

  PaStreamParameters parameters{};
#ifdef _WIN32
  PaWasapiStreamInfo wasapi{};
#endif
#ifdef __APPLE__
  PaMacCoreStreamInfo coreAudio{};
#endif
};

enum class Direction { input, output };

/** Everything PortAudio lists now. PortAudio is initialized. */
DeviceCatalogue listCatalogue();

/** Fills the parameters of one direction; false with `failure` when the device index does not exist. */
bool fillParameters(const StreamShape& shape, Direction direction, DirectionParameters& filled, Failure& failure);

/** Whether the shape could be opened; false with `failure` when not. The caller holds `Exclusive`. */
bool checkShape(const StreamShape& shape, Failure& failure);

}  // namespace ampbench
