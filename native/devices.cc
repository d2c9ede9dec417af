#include "devices.h"

namespace ampbench {

DeviceCatalogue listCatalogue() {
  DeviceCatalogue catalogue;
  catalogue.version = Pa_GetVersionInfo()->versionText;
  for (PaHostApiIndex index = 0; index < Pa_GetHostApiCount(); ++index) {
    catalogue.hostApis.emplace_back(Pa_GetHostApiInfo(index)->name);
  }
  for (PaDeviceIndex index = 0; index < Pa_GetDeviceCount(); ++index) {
    const PaDeviceInfo* info = Pa_GetDeviceInfo(index);
    catalogue.devices.push_back({index, info->name, Pa_GetHostApiInfo(info->hostApi)->name, info->maxInputChannels,
                                 info->maxOutputChannels, info->defaultSampleRate});
  }
  return catalogue;
}

bool fillParameters(const StreamShape& shape, Direction direction, DirectionParameters& filled, Failure& failure) {
  const bool input = direction == Direction::input;
  const PaDeviceIndex device = input ? shape.inputDevice : shape.outputDevice;
  const PaDeviceInfo* info = Pa_GetDeviceInfo(device);
  if (info == nullptr) {
    failure = describeFailure("no-device", "Pa_GetDeviceInfo", paInvalidDevice);
    return false;
  }
  PaStreamParameters& parameters = filled.parameters;
  parameters.device = device;
  parameters.channelCount = static_cast<int>(input ? shape.inputChannelCount : shape.outputChannelCount);
  parameters.sampleFormat = portAudioFormat(shape.format);
  // Latency costs a measurement nothing, a late buffer costs the capture: the long one.
  parameters.suggestedLatency = input ? info->defaultHighInputLatency : info->defaultHighOutputLatency;
  parameters.hostApiSpecificStreamInfo = nullptr;
#ifdef _WIN32
  // Shared mode would mix and resample.
  if (Pa_GetHostApiInfo(info->hostApi)->type == paWASAPI) {
    filled.wasapi.size = sizeof(PaWasapiStreamInfo);
    filled.wasapi.hostApiType = paWASAPI;
    filled.wasapi.version = 1;
    filled.wasapi.flags = paWinWasapiExclusive | paWinWasapiThreadPriority;
    filled.wasapi.threadPriority = eThreadPriorityProAudio;
    parameters.hostApiSpecificStreamInfo = &filled.wasapi;
  }
#endif
#ifdef __APPLE__
  // Sets the device itself to the rate, and refuses where CoreAudio would have to convert.
  if (Pa_GetHostApiInfo(info->hostApi)->type == paCoreAudio) {
    PaMacCore_SetupStreamInfo(&filled.coreAudio, paMacCoreChangeDeviceParameters | paMacCoreFailIfConversionRequired);
    parameters.hostApiSpecificStreamInfo = &filled.coreAudio;
  }
#endif
  return true;
}

bool checkShape(const StreamShape& shape, Failure& failure) {
  DirectionParameters output;
  DirectionParameters input;
  if (!fillParameters(shape, Direction::output, output, failure)) return false;
  if (!fillParameters(shape, Direction::input, input, failure)) return false;
  const auto check = [&](const PaStreamParameters* inputSide, const PaStreamParameters* outputSide) {
    const PaError error = Pa_IsFormatSupported(inputSide, outputSide, shape.sampleRateHz);
    if (error == paFormatIsSupported) return true;
    failure = describeFailure("format", "Pa_IsFormatSupported", error);
    return false;
  };
  if (shape.outputDevice == shape.inputDevice) return check(&input.parameters, &output.parameters);
  return check(nullptr, &output.parameters) && check(&input.parameters, nullptr);
}

}  // namespace ampbench
